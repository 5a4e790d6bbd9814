from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "begin_freeze": _("paused the writing of some profiles"),
        "end_freeze": _("ended a pause of writing"),
    }
)
PAGES.update(
    {
        "contacts:frozen": _("whether writing is paused"),
        "contacts:freezes": _("the pauses of writing"),
        "contacts:end_freeze": _("ending a pause of writing"),
    }
)
THINGS.update({"contacts.Freeze": _("pause of writing")})
