from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction

from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock
from moderation.actions.step import hold_case, take_step
from moderation.effects import EFFECTS
from moderation.flow import Event
from moderation.grounds import proposed_for
from moderation.measures import Grounds, MeasureKind, Wanted, hardest
from moderation.models import Case, Decision, Notice
from moderation.telling import tell_of_decision

STRIKES_LAST = timedelta(days=90)
APPEALED_WITHIN = timedelta(days=20)


@transaction.atomic
def decide(  # noqa: PLR0913  (a decision is made of these)
    by: Membership,
    *,
    case: Case,
    seen: int,
    measures: Sequence[Wanted],
    grounds: Grounds,
    also: Sequence[tuple[Case, int]] = (),
) -> Decision:
    """Says what becomes of what was reported, and lets it work: one decision, with one reason.

    `also` are other cases about the same person that are decided with it, each with the version
    that was seen. Raises `NotAllowed`, also if what is wanted needs somebody and they are erased,
    or `SeenBefore`.
    """
    cases = dict([(case, seen), *also])
    # Always in this order, lest two that hold several wait for each other.
    for each in sorted(cases, key=lambda each: each.pk):
        hold_case(by, each, seen=cases[each])
    if len({each.accused_id for each in cases}) > 1 or not _can_be_done(case, measures):
        raise NotAllowed
    return write_decision(by, cases=cases, measures=measures, grounds=grounds)


def find_nothing(by: Membership, *, case: Case, seen: int) -> None:
    """Nothing has to be done. Raises `NotAllowed` or `SeenBefore`."""
    decide(by, case=case, seen=seen, measures=[Wanted(MeasureKind.NOTHING)], grounds=Grounds())


def remove_and_warn(by: Membership, *, case: Case, seen: int) -> None:
    """Takes the thing away from everybody and warns its author, if there is one, for the reasons
    with which it was reported; who may have broken the law hears it from others. Raises the same.
    """
    things = ((case.kind, case.target_id),) if case.target_id is not None else ()
    remove = Wanted(MeasureKind.REMOVE, things=things)
    warns = case.accused_id is not None and not case.is_illegal
    warn = [Wanted(MeasureKind.WARNING)] if warns else []
    decide(by, case=case, seen=seen, measures=[remove, *warn], grounds=proposed_for(case))


def write_decision(
    by: Membership, *, cases: Collection[Case], measures: Sequence[Wanted], grounds: Grounds
) -> Decision:
    """The decision itself, for an action that was allowed it and holds the cases, first the one it
    is made in.
    """
    first = next(iter(cases))
    version, rule = grounds.rule or (None, None)
    repeats = _happened_before(cases)
    is_said = first.accused is not None and _is_said(first, measures)
    decision = Decision.objects.create(
        school_id=first.school_id,
        case=first,
        about=first.accused,
        by=by,
        reason=grounds.reason,
        advice=grounds.advice,
        version=version,
        rule=rule,
        strike_until=clock.today() + STRIKES_LAST if grounds.is_strike else None,
        appeal_until=clock.today() + APPEALED_WITHIN if is_said else None,
    )
    for wanted in measures:
        EFFECTS[wanted.kind].do(decision, wanted)
    for case in cases:
        case.is_repeat = repeats
        case.outcome, case.decided_at = hardest(each.kind for each in measures), decision.at
        take_step(case, Event.DECIDE, by=by, decision=decision)
    if is_said:
        tell_of_decision(decision, Notice.Kind.STATEMENT)
    return decision


def _is_said(case: Case, measures: Sequence[Wanted]) -> bool:
    """Nobody learns that somebody complained for nothing, nor from us that what they wrote is with the
    police.
    """
    unsaid = {MeasureKind.NOTHING, MeasureKind.REMOVE} if case.is_illegal else {MeasureKind.NOTHING}
    return not {each.kind for each in measures} <= unsaid


def _happened_before(cases: Collection[Case]) -> bool:
    """Whether something was decided about the same person within a year before, in another case."""
    accused = next(iter(cases)).accused
    if accused is None:
        return False
    lately = Decision.objects.about_person(accused).of_the_last_year()
    return lately.exclude(case__in=cases).exists()


def _can_be_done(case: Case, measures: Sequence[Wanted]) -> bool:
    without_anybody = {MeasureKind.NOTHING, MeasureKind.REMOVE}
    return case.accused_id is not None or {each.kind for each in measures} <= without_anybody
