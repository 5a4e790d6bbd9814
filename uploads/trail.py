from django.utils.translation import gettext_lazy as _

from audit.sentences import THINGS, VERBS

VERBS.update({"store_picture": _("uploaded a picture"), "delete_file": _("deleted a file")})
THINGS.update({"uploads.StoredFile": _("file")})
