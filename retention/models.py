from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from retention.querysets import ClosureQuerySet


class Closure(SchoolOwned):
    """The closing of somebody's account in a school: reopened in time, or erased when due.

    After the erasure it stays as its proof: `erased_counts` says how many rows of each model were
    deleted and blanked, and how many files removed. `files_left` are those that still have to be.
    """

    membership = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="closures"
    )
    closed_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="closures_decided"
    )
    reason = models.TextField(_("reason"), max_length=2000)
    closed_at = models.DateTimeField(default=clock.now)
    erase_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="reopenings_decided"
    )
    reopening_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    erased_at = models.DateTimeField(null=True)
    erased_counts = models.JSONField(default=dict)
    files_left = models.JSONField(default=list)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(reopened_at=None, membership__isnull=False),
                name="closed_once_at_a_time",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["erase_at"],
                condition=Q(reopened_at=None, erased_at=None),
                name="erasures_due",
            )
        ]

    @property
    def rows_erased(self) -> int:
        counts = self.erased_counts
        return sum(sum(counts.get(kind, {}).values()) for kind in ("deleted", "blanked"))

    @property
    def files_erased(self) -> int:
        return int(self.erased_counts.get("files", 0))
