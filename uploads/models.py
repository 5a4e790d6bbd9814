import uuid

from django.db import models

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from uploads.querysets import StoredFileQuerySet


def place(stored: "StoredFile", _name: str) -> str:
    return f"{stored.school_id}/{stored.key}"


class StoredFile(SchoolOwned):
    """A file as it was cleaned and stored. Reached only through what it hangs on.

    `width` and `height` are those of a picture, in pixels.
    """

    owner = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(upload_to=place)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    stored_at = models.DateTimeField(default=clock.now)

    objects = StoredFileQuerySet.as_manager()
