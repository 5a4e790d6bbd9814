from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.reasons import Reason


class Lesson(SchoolOwned):
    """What a school did about one reason for reports in the school year that began in `year`.

    `version` counts how often it was written: whoever writes says which one they read.
    """

    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.TextField(_("what we did"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "year", "reason"], name="one_lesson_a_year")
        ]
