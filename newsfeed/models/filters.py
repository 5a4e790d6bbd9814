from typing import ClassVar

from django.db import models

from accounts.models import Membership, SchoolClass
from core.wall import SchoolOwned, WalledForeignKey


class FeedFilter(SchoolOwned):
    """What somebody wants to see of their feed when they open it; one a person, if any.

    `source` is that of a notice, 0 that of entries, and empty that of everything.
    """

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    school_class = WalledForeignKey(
        SchoolClass, null=True, on_delete=models.CASCADE, related_name="+"
    )
    child = WalledForeignKey(Membership, null=True, on_delete=models.CASCADE, related_name="+")
    source = models.PositiveSmallIntegerField(null=True)
    unread = models.BooleanField(default=False)
    to_confirm = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_filter_a_membership")
        ]
