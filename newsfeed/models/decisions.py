from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry


class Decision(SchoolOwned):
    """What a teacher last decided about an entry that a student handed in; `words` are to them."""

    entry = WalledForeignKey(
        Entry, on_delete=models.CASCADE, related_name="decisions", db_index=False
    )
    student = WalledForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    decided_by = WalledForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now)
    is_approved = models.BooleanField()
    words = models.TextField(_("words to the student"), blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "entry"], name="one_decision_an_entry")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "student", "-decided_at", "-id"], name="decisions_on_a_student"
            )
        ]
