from django.db import models

from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class TransferCode(SchoolOwned):
    """Lets another school take this person's account over, once. Only its digest is kept."""

    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="transfer_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
