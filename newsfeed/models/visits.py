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
