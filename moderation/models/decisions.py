from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Sending
from accounts.models import Membership
from charters.models import CharterVersion
from charters.rules import rules_of
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.measures import MeasureKind
from moderation.models.cases import Case
from moderation.querysets import DecisionQuerySet, MeasureQuerySet

if TYPE_CHECKING:
    from moderation.models.appeals import Appeal


class Decision(SchoolOwned):
    """What the school decided about somebody, and all that it owes them to say of it: why, which
    rule, what to do instead, who decided.

    Its words stay as they were, also when it is taken back. `case` is the one it was decided
    in; the steps of all that were decided with it name it. `rule` is the number of a line of the
    charter's `version`. It counts as a strike until `strike_until`, and another look at it can be
    asked for until `appeal_until`; none of what is said to nobody.
    """

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="decisions")
    about = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="decisions_about"
    )
    by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="decisions_made"
    )
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(_("why"), blank=True, max_length=2000)
    advice = models.TextField(_("what to do instead"), blank=True, max_length=2000)
    version = WalledForeignKey(
        CharterVersion, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    rule = models.PositiveSmallIntegerField(_("rule of the charter"), null=True)
    strike_until = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="decisions_undone"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(version=None, rule=None) | Q(version__isnull=False, rule__isnull=False),
                name="a_rule_of_a_charter",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="decisions_stay_as_they_were",
                exclude=["about", "by", "undone_at", "undone_by"],
            ),
        ]

    @property
    def can_be_undone(self) -> bool:
        """It took something, or counts, and nobody took it back."""
        kinds = {measure.kind for measure in self.measures.all()}
        return self.undone_at is None and kinds != {MeasureKind.NOTHING}

    @property
    def broken_rule(self) -> str:
        """In the reader's language."""
        if self.version is None or self.rule is None:
            return ""
        return rules_of(self.version).get(self.rule, "")

    @property
    def appeal(self) -> Appeal | None:
        """The one time that another look was asked for, if it was."""
        return next(iter(self.appeals.all()), None)

    @property
    def can_be_looked_at_again(self) -> bool:
        """Nobody asked for it yet, it holds, and the days for it are not over."""
        is_time = self.appeal_until is not None and clock.today() <= self.appeal_until
        return is_time and self.undone_at is None and self.appeal is None

    @property
    def keeps_away(self) -> bool:
        """Something was removed by it, and not put back."""
        removed = (each for each in self.measures.all() if each.kind == MeasureKind.REMOVE)
        return any(each.ended_at is None for each in removed)

    @property
    def is_over(self) -> bool:
        """Something went on for a time by it, and none of that does any more."""
        lasting = [each for each in self.measures.all() if each.lasts]
        return bool(lasting) and not any(each.is_in_force for each in lasting)

    @property
    def is_taken_back_in_part(self) -> bool:
        return self.undone_at is None and any(each.is_lifted for each in self.measures.all())

    @property
    def told(self) -> str:
        """What was decided, in a few words."""
        kinds = {measure.get_kind_display(): None for measure in self.measures.all()}
        return ", ".join(kinds)


class Measure(SchoolOwned):
    """One thing that a decision does, until its time is over or somebody takes it back.

    `thing_kind` and `thing_id` are what was removed; `restricted_to` is what may not be sent.
    """

    decision = WalledForeignKey(Decision, on_delete=models.RESTRICT, related_name="measures")
    kind = models.CharField(max_length=10, choices=MeasureKind)
    membership = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="measures"
    )
    thing_kind = models.CharField(max_length=20, blank=True)
    thing_id = models.BigIntegerField(null=True)
    restricted_to = ArrayField(
        models.CharField(max_length=10, choices=Sending), default=list, blank=True
    )
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="measures_ended"
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(kind=MeasureKind.BLOCK, ended_at=None, membership__isnull=False),
                name="one_block_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.RESTRICT) | Q(until__isnull=False),
                name="restricted_for_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "kind"], condition=Q(ended_at=None), name="measures_in_force"
            )
        ]

    @property
    def lasts(self) -> bool:
        """It is nothing that is done once."""
        return self.kind in (MeasureKind.RESTRICT, MeasureKind.BLOCK)

    @property
    def restricted_names(self) -> list[str]:
        return [str(Sending(each).label) for each in self.restricted_to]

    @property
    def is_over(self) -> bool:
        """Its time is, and nobody ended it before."""
        if self.until is None or self.until > clock.now():
            return False
        return self.ended_at is None or self.ended_at >= self.until

    @property
    def is_lifted(self) -> bool:
        """Somebody ended it, before its time if it had one."""
        return self.ended_at is not None and not self.is_over

    @property
    def is_in_force(self) -> bool:
        """Of what goes on for a time: whether it still does."""
        return not self.is_over and not self.is_lifted
