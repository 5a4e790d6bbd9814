from collections.abc import Collection, Iterable

from django.db import transaction

import audit
from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership, School
from core import clock, wall
from moderation.actions.step import hold_case, take_step
from moderation.effects import EFFECTS
from moderation.flow import Event, NotNow
from moderation.measures import MeasureKind
from moderation.models import Case, Decision, Measure, Notice
from moderation.settling import settle
from moderation.telling import tell_of_decision


@transaction.atomic
def undo_decision(
    by: Membership,
    *,
    case: Case,
    seen: int,
    decision: Decision,
    measures: Collection[int] | None = None,
) -> None:
    """Gives back what a decision of this case took: by those of its measures that have these keys,
    or by all of them.

    With the last of them it does not count any more. Raises `NotAllowed`, `SeenBefore`, and
    `NotNow` where somebody else took it back.
    """
    cases = list(Case.objects.decided_by(decision))
    if case not in cases:
        raise NotAllowed
    for each in cases:
        hold_case(by, each, seen=seen if each == case else None)
    hold_school(case.school_id)
    left = decision.measures.filter(ended_at=None).order_by("pk")
    chosen = left if measures is None else left.filter(pk__in=measures)
    take_back(by, decision=decision, measures=chosen, cases=cases)


def take_back(
    by: Membership, *, decision: Decision, measures: Iterable[Measure], cases: Collection[Case]
) -> None:
    """The undoing itself, for an action that was allowed it and holds all the cases of the decision,
    and their school.
    """
    for measure in measures:
        measure.ended_at, measure.ended_by = clock.now(), by
        measure.save(update_fields=["ended_at", "ended_by"])
        EFFECTS[MeasureKind(measure.kind)].undo(by, measure)
    if not decision.measures.filter(ended_at=None).exists():
        counting = Decision.objects.filter(pk=decision.pk, undone_at=None)
        if not counting.update(undone_at=clock.now(), undone_by=by):
            raise NotNow
        for case in cases:
            case.was_overturned = True
    for case in cases:
        take_step(case, Event.UNDO, by=by, decision=decision)
    if decision.notices.exists():
        tell_of_decision(decision, Notice.Kind.UNDONE)


def end_measures() -> None:
    """Puts away what was decided for a time that is over; nobody is held by it since then."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        schools = set(Measure.objects.over().values_list("school", flat=True))
    for school_id in schools:
        with wall.within(school_id):
            _end_measures_of(school_id)


@transaction.atomic
def _end_measures_of(school_id: int) -> None:
    hold_school(school_id)
    for measure in Measure.objects.over().filter(school=school_id).select_related("membership"):
        measure.ended_at = measure.until
        measure.save(update_fields=["ended_at"])
        verb = "end_block" if measure.kind == MeasureKind.BLOCK else "end_restriction"
        audit.record(by=None, verb=verb, target=measure.membership, school_id=school_id)
    settle(school_id)
