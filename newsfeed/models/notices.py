from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Dismissal(SchoolOwned):
    """A notice that somebody wants to see no more, until more happens there than by `at`."""

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    source = models.PositiveSmallIntegerField()
    key = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "source", "key"], name="dismissed_once")
        ]
