from django.db import models

from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Telling(SchoolOwned):
    """What `reader` still has to be told: that somebody made a new code for `about`.

    The row is there until they signed in and were told.
    """

    reader = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    about = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
