from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "tell_of_oneself": _("changed what they tell of themselves"),
        "take_portrait_down": _("took away what somebody tells of themselves"),
        "put_portrait_back": _("brought back what somebody tells of themselves"),
    }
)
THINGS.update({"profiles.Portrait": _("what somebody tells of themselves")})
PAGES.update(
    {
        "profiles:edit": _("what they tell of themselves"),
        "profiles:before": _("what they told of themselves before"),
        "profiles:photograph": _("somebody’s photograph"),
    }
)
