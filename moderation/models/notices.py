from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.cases import Case, Report
from moderation.models.decisions import Decision
from moderation.models.sites import SiteReport
from moderation.querysets import NoticeQuerySet


class Notice(SchoolOwned):
    """Something that moderation says to one person, of a report, of a case, of what was decided, of a
    site or of none of these; `at` is when it was last said, `told_at` when by e-mail. `child` is the
    one it is about, for their guardian. A teacher who was told `spoke_at` some time with the child.

    No word of anybody stands in it: what it says is written when it is read, from what it is of.
    """

    class Kind(models.TextChoices):
        OUTCOME = "outcome"  # to whoever reported something
        DANGER = "danger"  # to those at whose desk the case lies
        OVERDUE = "overdue"  # likewise, and to those who look after sites
        TOLD = "told"  # to a teacher whom a student chose
        SITE = "site"  # to those who look after sites
        SITE_ANSWER = "site_answer"  # to whoever told of one
        CLOSING = "closing"  # to administrators: a profile is kept out without an end
        STATEMENT = "statement"  # to whom something was decided about, and to guardians
        UNDONE = "undone"  # likewise, once it is taken back, in whole or in part
        LOOKED_AGAIN = "looked_again"  # likewise, once somebody answered who asked for that

    reader = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    report = WalledForeignKey(Report, null=True, on_delete=models.RESTRICT, related_name="notices")
    case = WalledForeignKey(Case, null=True, on_delete=models.RESTRICT, related_name="notices")
    decision = WalledForeignKey(
        Decision, null=True, on_delete=models.RESTRICT, related_name="notices"
    )
    child = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    site = WalledForeignKey(
        SiteReport, null=True, on_delete=models.RESTRICT, related_name="notices"
    )
    told_at = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reader", "kind", "report"],
                condition=Q(report__isnull=False),
                name="said_once_of_a_report",
            ),
            models.UniqueConstraint(
                fields=["reader", "kind", "case"],
                condition=Q(case__isnull=False),
                name="said_once_of_a_case",
            ),
            models.UniqueConstraint(
                fields=["reader", "decision"],
                condition=Q(decision__isnull=False),
                name="said_once_of_a_decision",
            ),
            models.UniqueConstraint(
                fields=["reader", "kind", "site"],
                condition=Q(site__isnull=False),
                name="said_once_of_a_site",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["reader", "-at", "-id"], name="latest_said")]
