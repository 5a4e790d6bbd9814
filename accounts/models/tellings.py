from django.db import models

from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Telling(SchoolOwned):
    """What `reader` still has to be told: what `by` did to the account of `about`.

    The row is there until they signed in and were told.
    """

    class Kind(models.TextChoices):
        NEW_CODE = "new_code"
        JOINED = "joined"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEW_CODE)

    reader = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    about = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
