from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "adopt_charter": _("put a charter in force"),
        "sign_charter": _("signed the charter"),
    }
)
PAGES.update(
    {
        "charters:charter": _("the charter"),
        "charters:sign": _("the signing of the charter"),
        "charters:signatures": _("who signed the charter"),
        "charters:signatures_of": _("who signed the charter"),
    }
)
THINGS.update({"charters.CharterVersion": _("charter")})
