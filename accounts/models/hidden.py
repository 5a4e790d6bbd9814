from typing import ClassVar

from django.db import models

from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Hidden(SchoolOwned):
    """Something that one person sees no more where others see it; `kind` says what `target_id` is."""

    membership = WalledForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "kind", "target_id"], name="hidden_once")
        ]
