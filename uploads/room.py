"""How much somebody may keep, and how much they do. Whoever sent a file is charged, and only they."""

from dataclasses import dataclass

from django.db.models import Sum

from accounts.choices import Profile
from accounts.models import Membership
from uploads.limited.kinds import MEGABYTE
from uploads.limited.refusals import Why
from uploads.models import Allowance, StoredFile
from uploads.refusals import FileRefused

# Megabytes, unless the school says otherwise.
OF_STUDENTS = 200
OF_OTHERS = 1000


@dataclass(frozen=True)
class Room:
    used: int
    allowed: int

    @property
    def used_megabytes(self) -> int:
        """Rounded up: whoever sent something has used something."""
        return -(-self.used // MEGABYTE)

    @property
    def megabytes(self) -> int:
        return self.allowed // MEGABYTE


def room_of(membership: Membership) -> Room:
    used = StoredFile.objects.filter(owner=membership).aggregate(used=Sum("size"))["used"] or 0
    profile = Profile(membership.profile)
    return Room(used, megabytes_of(membership.school_id)[profile] * MEGABYTE)


def megabytes_of(school_id: int) -> dict[Profile, int]:
    """What a school allows each profile, in megabytes."""
    usual = {each: OF_STUDENTS if each == Profile.STUDENT else OF_OTHERS for each in Profile}
    said = Allowance.objects.filter(school=school_id).values_list("profile", "megabytes")
    return usual | {Profile(profile): megabytes for profile, megabytes in said}


def take_room(by: Membership, size: int) -> None:
    """Holds who sends until the transaction ends, so that two files at once find the room of one.

    Raises `FileRefused`.
    """
    Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    room = room_of(by)
    if room.used + size > room.allowed:
        raise FileRefused(Why.NO_ROOM)
