from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.models import Membership
from contacts.querysets import FreezeQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Freeze(SchoolOwned):
    """For a time nobody of these profiles sends anything in the school; it blocks nobody.

    It holds by its times alone. `School.frozen_until` says how long to ask for any at all.
    """

    profiles = ArrayField(models.CharField(max_length=10, choices=Profile))
    reason = models.TextField(_("reason"), max_length=500)
    begun_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="freezes_begun"
    )
    begun_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(_("until"))
    ended_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="freezes_ended"
    )
    ended_at = models.DateTimeField(null=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school", "-begun_at"], name="latest_freezes")]

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None and self.until > clock.now()

    @property
    def over_at(self) -> datetime:
        return self.ended_at or self.until
