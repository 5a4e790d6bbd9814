from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.querysets import CaseQuerySet, ReportQuerySet, SanctionQuerySet


class Case(SchoolOwned):
    """Everything reported about one thing, with the words as they were when it was reported."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        DECIDED = "decided", _("decided")

    target_type = models.CharField(max_length=50)
    target_id = models.BigIntegerField()
    accused = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="cases_about"
    )
    words = models.TextField(blank=True)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    opened_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="cases_decided"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "target_type", "target_id"], name="one_case_a_thing"
            )
        ]


class Report(SchoolOwned):
    """One person's report. The reported person never learns who wrote it."""

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is unkind or hurts somebody")
        VIOLENT = "violent", _("It is violent or frightening")
        PRIVATE = "private", _("It tells something private")
        UNSUITABLE = "unsuitable", _("It is not for children")
        OTHER = "other", _("Something else")

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="reports")
    reporter = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.TextField(_("in your words"), blank=True, max_length=2000)
    reported_at = models.DateTimeField(default=clock.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reporter", "case"], name="reported_once")
        ]


class Sanction(SchoolOwned):
    """A block, from its decision until it is lifted or its time is over."""

    membership = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="sanctions"
    )
    case = WalledForeignKey(Case, null=True, on_delete=models.RESTRICT, related_name="sanctions")
    reason = models.TextField(_("reason"), max_length=2000)
    decided_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="sanctions_decided"
    )
    decided_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    lifted_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="sanctions_lifted"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(lifted_at=None, membership__isnull=False),
                name="one_block_in_force",
            )
        ]
