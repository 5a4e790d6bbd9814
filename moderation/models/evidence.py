import uuid
from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.cases import Case
from moderation.models.unchangeable import unchangeable
from moderation.querysets import EvidenceFileQuerySet, EvidenceQuerySet
from uploads.limited.kinds import KINDS, Family, Kind


def place(kept: "EvidenceFile", _name: str) -> str:
    return f"{kept.school_id}/evidence-{kept.key}"


class Evidence(SchoolOwned):
    """One wording of what was reported, as it was then. No row of it is changed (`unchangeable`).

    `audience` says who could read it: the `groups` by their labels, how many `people`, and the keys
    of the first of them as `members`, never their names. `digest` is the SHA-256 of all that
    `moderation.evidence.digest_of` takes, in hexadecimal.
    """

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="evidence")
    number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(default=clock.now)
    author = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    words = models.TextField(blank=True)
    thing_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    audience = models.JSONField()
    digest = models.CharField(max_length=64)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_in_order")
        ]
        triggers: ClassVar = unchangeable()


class Surrounding(SchoolOwned):
    """What stood around it: at `place` 0 what it was said under or hands on, before and after that
    what was said before and after it. Each has its own author, and goes with them.
    """

    evidence = WalledForeignKey(Evidence, on_delete=models.RESTRICT, related_name="surroundings")
    place = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    author = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "place"], name="one_thing_a_place")
        ]
        triggers: ClassVar = unchangeable()


class EvidenceFile(SchoolOwned):
    """A copy of a file that was with it: its author may delete theirs the next second.

    `original_id` is the key it had among the stored files. Where `content` is empty the file was
    gone, or too much is kept of the case already; then `sha256` alone says which it was, if it was
    still there.
    """

    evidence = WalledForeignKey(Evidence, on_delete=models.RESTRICT, related_name="files")
    author = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    original_id = models.BigIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    description = models.CharField(max_length=300, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.FileField(upload_to=place, blank=True)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        triggers: ClassVar = unchangeable()

    @property
    def kind(self) -> Kind:
        return KINDS[self.content_type]

    @property
    def is_picture(self) -> bool:
        return self.kind.family == Family.PICTURE

    @property
    def is_sound(self) -> bool:
        return self.kind.family == Family.SOUND
