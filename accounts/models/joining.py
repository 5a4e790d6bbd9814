from typing import ClassVar

from django.db import models

from accounts.models.people import Membership
from accounts.querysets import JoinedAccountQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class JoinedAccount(SchoolOwned):
    """That an account of this person ended and went on in theirs.

    `former` is the membership that became one with theirs, if there was one: the trail still says
    what was done to it.
    """

    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="joined_accounts"
    )
    login = models.CharField(max_length=80)
    former = models.BigIntegerField(null=True)
    joined_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="accounts_joined"
    )
    joined_at = models.DateTimeField(default=clock.now)

    objects = JoinedAccountQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["former"], name="joined_by_former")]
