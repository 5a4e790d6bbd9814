from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.querysets import ProfileBlockQuerySet


class ProfileBlock(SchoolOwned):
    """For a time nobody of these profiles is let into the school, but those who handle reports there.

    It is about nobody: it says nothing of what anybody did, and its end lets nobody in who was
    blocked for something. Whom it keeps out `moderation.settling` writes. One that ends by nobody's
    watch reminds administrators at `remind_at`.
    """

    profiles = ArrayField(models.CharField(max_length=10, choices=Profile))
    reason = models.TextField(_("reason"), max_length=500)
    begun_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="profile_blocks_begun"
    )
    begun_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    remind_at = models.DateTimeField(null=True)
    ended_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="profile_blocks_ended"
    )
    ended_at = models.DateTimeField(null=True)

    objects = ProfileBlockQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "-begun_at"], name="latest_profile_blocks"),
            models.Index(
                fields=["school"], condition=models.Q(ended_at=None), name="profile_blocks_in_force"
            ),
        ]

    @property
    def over_at(self) -> datetime | None:
        return self.ended_at or self.until

    @property
    def is_in_force(self) -> bool:
        over = self.until is not None and self.until <= clock.now()
        return self.ended_at is None and not over
