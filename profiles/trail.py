from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, VERBS

VERBS.update({"tell_of_oneself": _("changed what they tell of themselves")})
PAGES.update(
    {
        "profiles:edit": _("what they tell of themselves"),
        "profiles:before": _("what they told of themselves before"),
        "profiles:photograph": _("somebody’s photograph"),
    }
)
