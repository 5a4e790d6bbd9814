from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "close_account": _("closed an account"),
        "reopen_account": _("reopened an account"),
        "erase_person": _("erased a closed account"),
    }
)
PAGES.update(
    {
        "retention:closures": _("the closed accounts"),
        "retention:close": _("closing an account"),
        "retention:close_many": _("closing several accounts"),
        "retention:reopen": _("reopening an account"),
    }
)
THINGS.update({"retention.Closure": _("closed account")})
