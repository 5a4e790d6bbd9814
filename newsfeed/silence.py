"""Why somebody who reads an entry says nothing under it."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile
from accounts.models import Membership
from newsfeed.models import Audience, Entry

CLOSED = _("This entry takes no comments.")
OVER = _("This project has ended: what was written stays to be read.")
OF_OTHERS = _("Other classes read this too. That is why only teachers and staff comment here.")
OF_PARENTS = _("Parents do not comment in this class. Its teachers can be written to.")
OF_GUESTS = _("Guests read here and do not comment.")


def why_silent(by: Membership, entry: Entry) -> StrOrPromise:
    """What keeps somebody who sees an entry from commenting on it; empty if nothing does.

    Whoever learns at a school, or has a child there, is heard by their classes and projects and by
    nobody else: so all of an entry must be for these.
    """
    met = list(Audience.objects.filter(entry=entry).met_by(by))
    is_mine = entry.author_id == by.pk
    if not entry.comments_open:
        return CLOSED
    if not any(each["goes_on"] and (each["reaches"] or is_mine) for each in met):
        return OVER
    if by.own_profile in (Profile.TEACHER, Profile.STAFF):
        return ""
    return _why_families_are(by, met)


def _why_families_are(by: Membership, met: list[dict[str, bool]]) -> StrOrPromise:
    if by.own_profile == Profile.GUEST:
        return OF_GUESTS
    if not all(each["is_theirs"] for each in met):
        return OF_OTHERS
    if by.own_profile == Profile.PARENT and not all(each["parents_speak"] for each in met):
        return OF_PARENTS
    return ""
