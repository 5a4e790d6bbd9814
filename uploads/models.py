import uuid
from typing import ClassVar

from django.db import models

from accounts.choices import Profile
from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from uploads.limited.kinds import KINDS, Family, Kind


def place(stored: "StoredFile", _name: str) -> str:
    return f"{stored.school_id}/{stored.key}"


def place_of_small(stored: "StoredFile", _name: str) -> str:
    return f"{place(stored, '')}-small"


class StoredFile(SchoolOwned):
    """A file as it was cleaned and stored. It has no visibility of its own: whoever sees what it hangs
    on sees it.

    `small`, `width` and `height` are those of a picture, in pixels. `name` is for readers: where a
    file is stored says nothing of it.
    """

    owner = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    content = models.FileField(upload_to=place)
    small = models.FileField(upload_to=place_of_small, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    stored_at = models.DateTimeField(default=clock.now)

    @property
    def kind(self) -> Kind:
        return KINDS[self.content_type]

    @property
    def is_picture(self) -> bool:
        return self.kind.family == Family.PICTURE

    @property
    def is_sound(self) -> bool:
        return self.kind.family == Family.SOUND

    @property
    def places(self) -> list[str]:
        """Where it is stored, in all its sizes."""
        return [str(each.name) for each in (self.content, self.small) if each]


class Allowance(SchoolOwned):
    """How much the people of a profile may keep; a school that says nothing has the usual."""

    profile = models.CharField(max_length=10, choices=Profile)
    megabytes = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "profile"], name="one_allowance_a_profile")
        ]
