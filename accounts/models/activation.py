from django.db import models

from accounts.choices import Issuer
from accounts.models.people import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class ActivationCode(SchoolOwned):
    """Opens an account once. Only its digest is kept; a new code revokes the former ones.

    It opens no more than its `issuer` may give away, whatever the person has become since.
    """

    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="activation_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    issuer = models.CharField(max_length=20, choices=Issuer)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
