from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "store_file": _("uploaded a file"),
        "delete_file": _("deleted a file"),
        "allow_room": _("changed how much people may keep"),
    }
)
PAGES.update({"uploads:allowances": _("how much people may keep")})
THINGS.update({"uploads.StoredFile": _("file")})
