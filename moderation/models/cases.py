from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Hidden, Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.flow import OVER, UNDECIDED, State
from moderation.measures import MeasureKind
from moderation.priority import DANGER
from moderation.querysets import CaseQuerySet, ReportQuerySet
from moderation.reasons import Reason
from moderation.routing import CHAINS, About, Chain, Desk, Track


class Case(SchoolOwned):
    """Everything reported about one thing; how it was then is its `evidence`.

    One without a `target_id` is about no thing: the school decided about somebody by itself. `kind` is
    one of `moderation.subjects.KINDS`. One that is restricted by its `track` is there for those
    at its desk alone: PostgreSQL shows it to nobody else. `about` is whom it is about as last reported, and
    stays when that person's account is erased, and it `is_repeat` if something was decided about them
    within a year before; `desk` is where it lies, found anew by
    `moderation.actions.reroute`, and `risen` how far up its chain somebody passed it on. `version`
    counts its steps: who decides says which they saw. `severity` and `reason` are those of the severest
    report. It waits until `due_at`; `answered_after` and `decided_after` are minutes in which the school
    was open, written once (`moderation.deadlines`). `kept_from` another look is whoever decided it, where
    somebody else can look. From `erase_at` on nothing is left of it but what
    figures need.
    """

    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField(null=True)
    accused = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="cases_about"
    )
    written_at = models.DateTimeField()
    track = models.CharField(max_length=10, choices=Track, default=Track.MISUSE)
    about = models.CharField(max_length=10, choices=About, default=About.FAMILY)
    desk = models.CharField(max_length=20, choices=Desk, default=Desk.ADMINISTRATORS)
    risen = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    priority = models.PositiveSmallIntegerField(default=0)
    claimed_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="cases_claimed"
    )
    kept_from = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=MeasureKind, blank=True)
    is_repeat = models.BooleanField(default=False)
    severity = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    answered_after = models.PositiveIntegerField(null=True)
    decided_after = models.PositiveIntegerField(null=True)
    was_appealed = models.BooleanField(default=False)
    was_overturned = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    last_reported_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "kind", "target_id"], name="one_case_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None) | Q(state=State.IN_REVIEW),
                name="looked_after_while_in_review",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "desk", "state", "-priority", "opened_at"], name="gravest_cases"
            ),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="waiting_cases"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """It waits for somebody: to be decided, or for another look."""
        return self.state not in OVER

    @property
    def is_undecided(self) -> bool:
        """Nobody decided it, or not since it was reported again."""
        return self.state in UNDECIDED

    @property
    def is_appealed(self) -> bool:
        return self.state == State.APPEALED

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at <= clock.now()

    @property
    def is_danger(self) -> bool:
        """Whether somebody said that they or others are in danger."""
        return self.priority >= DANGER

    @property
    def is_restricted(self) -> bool:
        return self.track != Track.MISUSE

    @property
    def is_illegal(self) -> bool:
        """Perhaps: what was reported is then shown to nobody."""
        return self.track == Track.ILLEGAL

    @property
    def is_by_itself(self) -> bool:
        """Nobody reported anything: it was opened to decide."""
        return self.target_id is None

    @property
    def chain(self) -> Chain:
        """The desks on which it may lie, first choice first."""
        return CHAINS[Track(self.track)][About(self.about)]

    @property
    def reasons(self) -> list[str]:
        """Why it was reported, in words, each once."""
        return list(dict.fromkeys(report.get_reason_display() for report in self.reports.all()))


class Report(SchoolOwned):
    """One person's report. The reported person never learns who wrote it.

    `stands` and `answer` are all that whoever wrote it learns of the case. `evidence` is
    what it was about as it read then, and `hidden` keeps that from them until they have it shown again.
    """

    class Stands(models.TextChoices):
        RECEIVED = "received"
        IN_REVIEW = "in_review"
        WITH_NOBODY = "with_nobody"  # of the school
        ANSWERED = "answered"

    class Answer(models.TextChoices):
        ACTED = "acted"
        NOTHING = "nothing"
        PUT_BACK = "put_back"

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="reports")
    reporter = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.TextField(_("in your words"), blank=True, max_length=2000)
    reported_at = models.DateTimeField(default=clock.now)
    stands = models.CharField(max_length=20, choices=Stands, default=Stands.RECEIVED)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    evidence = WalledForeignKey(
        "moderation.Evidence", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden = WalledForeignKey(Hidden, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reporter", "case"], name="reported_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["reporter", "-reported_at"], name="latest_of_a_reporter")
        ]

    @property
    def is_danger(self) -> bool:
        return self.reason == Reason.SAFETY
