from typing import ClassVar

from django.db import models

from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Telling(SchoolOwned):
    """What `reader` is told: what `by` did to the account of `about`.

    It is said when they sign in, at `heard_at`, and stands in their feed until it is old.
    """

    class Kind(models.TextChoices):
        NEW_CODE = "new_code"
        JOINED = "joined"
        DUTIES = "duties"
        FACTORS = "factors"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEW_CODE)

    reader = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    about = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reader", "-made_at", "-id"], name="latest_told")]
