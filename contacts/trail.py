from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "begin_freeze": _("paused the writing of some profiles"),
        "end_freeze": _("ended a pause of writing"),
        "refuse_messages": _("wanted no more messages of somebody"),
        "accept_messages": _("wanted messages of somebody again"),
    }
)
PAGES.update(
    {
        "contacts:frozen": _("whether writing is paused"),
        "contacts:freezes": _("the pauses of writing"),
        "contacts:end_freeze": _("ending a pause of writing"),
        "contacts:refused": _("whose messages they do not get"),
        "contacts:refuse": _("wanting no more messages of somebody"),
        "contacts:accept": _("wanting messages of somebody again"),
    }
)
THINGS.update({"contacts.Freeze": _("pause of writing"), "contacts.Refusal": _("refusal")})
