from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Membership
from core.wall import SchoolOwned, WalledForeignKey
from profiles.choices import Mood, ShownTo
from profiles.querysets import PortraitQuerySet
from uploads.models import StoredFile

LONGEST_MOTTO = 120
LONGEST_INTEREST = 30
MOST_INTERESTS = 5


def shown_to() -> "models.CharField[str, str]":
    return models.CharField(max_length=10, choices=ShownTo, default=ShownTo.CLASS)


class Portrait(SchoolOwned):
    """What somebody tells of themselves in a school, each part to whom they choose.

    A photograph that was replaced is gone; how the words read before is kept. From `removed_at` on
    nobody sees it, until the school brings it back.
    """

    membership = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="portraits")
    photograph = WalledForeignKey(
        StoredFile, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    photograph_to = shown_to()
    motto = models.CharField(_("motto"), max_length=LONGEST_MOTTO, blank=True)
    motto_to = shown_to()
    mood = models.CharField(_("mood"), max_length=10, choices=Mood, blank=True)
    mood_to = shown_to()
    interests = ArrayField(models.CharField(max_length=LONGEST_INTEREST), default=list, blank=True)
    interests_to = shown_to()
    removed_at = models.DateTimeField(null=True)
    # Otherwise the deleting of a portrait would write down once more what it said.
    history = HistoricalRecords(
        excluded_fields=["photograph", "removed_at"], cascade_delete_history=True
    )

    objects = PortraitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_portrait_a_membership")
        ]
