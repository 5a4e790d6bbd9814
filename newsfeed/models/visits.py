from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core.wall import SchoolOwned, WalledForeignKey


class Visit(SchoolOwned):
    """When somebody last came to the feed, at `at`, and the time before that, at `since`.

    What was published after `since` is new to them.
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
