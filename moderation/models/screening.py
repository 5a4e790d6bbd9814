from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.wall import SchoolOwned
from moderation.querysets import SchoolWordQuerySet, ScreeningCountQuerySet


class SchoolWord(SchoolOwned):
    """A word or phrase as a school looks at it before something is sent, whatever we ship.

    `phrase` is folded. What is innocent here is nothing to think about, even if we ship it.
    """

    class Tier(models.TextChoices):
        STOP = "stop", _("never sent by students")
        ASK = "ask", _("ask whether it is meant")
        AIMED = "aimed", _("ask when it is said of somebody")
        INNOCENT = "innocent", _("harmless")

    phrase = models.CharField(_("word or phrase"), max_length=80)
    tier = models.CharField(_("what it is"), max_length=10, choices=Tier, default=Tier.ASK)

    objects = SchoolWordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "phrase"], name="one_tier_a_phrase")
        ]


class ScreeningCount(SchoolOwned):
    """How often people of a school were asked to think again on a day, and what became of it.

    Nothing of what they wrote and nobody who did. What was neither edited nor sent anyway was
    given up.
    """

    day = models.DateField()
    kind = models.CharField(max_length=20)
    asked = models.PositiveIntegerField(default=0)
    edited = models.PositiveIntegerField(default=0)
    sent_anyway = models.PositiveIntegerField(default=0)

    objects = ScreeningCountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "day", "kind"], name="one_count_a_day")
        ]
