from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.decisions import Decision


class Appeal(SchoolOwned):
    """Somebody asks the school to look again at what it decided about them or their child, which can
    be done once. `upheld` and `answer` are what became of it.
    """

    decision = WalledForeignKey(Decision, on_delete=models.RESTRICT, related_name="appeals")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    words = models.TextField(_("why"), blank=True, max_length=2000)
    asked_at = models.DateTimeField(default=clock.now)
    upheld = models.BooleanField(null=True)
    answer = models.TextField(_("why"), blank=True, max_length=2000)
    answered_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision"], name="looked_at_again_once")
        ]
