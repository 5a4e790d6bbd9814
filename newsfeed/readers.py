from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile

# Whom of a class or a school an entry is for, by the profile of the group, in this order.
READERS: dict[str, StrOrPromise] = {
    "": _("Everybody"),
    Profile.STUDENT: _("Students"),
    Profile.PARENT: _("Parents"),
    Profile.TEACHER: _("Teachers"),
    Profile.STAFF: _("Staff"),
}
