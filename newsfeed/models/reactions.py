from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.querysets import ReactionQuerySet


class Feeling(models.TextChoices):
    """What is said of an entry without a word of one's own: nothing that laughs at anybody."""

    THANKS = "thanks", _("Thank you")
    LIKE = "like", _("I like it")
    BRAVO = "bravo", _("Well done")
    THOUGHTS = "thoughts", _("Warm thoughts")
    INTERESTING = "interesting", _("Interesting")


class Reaction(SchoolOwned):
    """What one person says of an entry so; it is counted nowhere but there."""

    entry = WalledForeignKey(
        Entry, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    by = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Feeling)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # With all that a page counts: it reads no row for that, however many there are.
            models.UniqueConstraint(
                fields=["school", "entry", "by"], include=["kind"], name="one_reaction_a_person"
            )
        ]
