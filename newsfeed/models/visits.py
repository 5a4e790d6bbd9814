from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core.wall import SchoolOwned, WalledForeignKey


class Visit(SchoolOwned):
    """What somebody has seen of their feed: all that came until `at`.

    What came after `since` is new to them. It follows `at` when they come again, so that what was
    new stays so while they are there.
    """

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_visit_a_membership")
        ]


class ToldWeek(SchoolOwned):
    """The last week that somebody was told of by e-mail, by its Monday."""

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_told_week_a_membership")
        ]
