from typing import ClassVar

from django.db import models

from accounts.models import Membership
from contacts.querysets import RefusalQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Refusal(SchoolOwned):
    """A student who wants no messages of another. While it is there, neither reaches the other."""

    by = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="refusals")
    of = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="refused_by")
    made_at = models.DateTimeField(default=clock.now)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "of"], name="refused_once"),
        ]
