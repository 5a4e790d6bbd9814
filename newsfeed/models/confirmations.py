from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.parts.querysets import ConfirmationQuerySet


class Confirmation(SchoolOwned):
    """How an entry that wants to be confirmed stands with one guardian.

    There is none as long as they were neither told of it by e-mail nor reminded, and have not
    confirmed.
    """

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="confirmations")
    membership = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "membership"], name="confirmed_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "membership", "-reminded_at", "-entry"],
                condition=Q(confirmed_at=None, reminded_at__isnull=False),
                name="reminded_of_entries",
            )
        ]
