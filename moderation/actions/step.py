from typing import Any

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock, realtime
from moderation.deadlines import ANSWERS, COMES_TO_A_DESK, keep_time
from moderation.flow import Event, State, next_state
from moderation.keeping import end_of
from moderation.models import Case, CaseStep, Decision
from moderation.people import who_can
from moderation.policies import can_handle
from moderation.routing import Desk
from moderation.telling import end_reminders, tell_desk_of_danger, tell_reporters

# What puts a case before the school, and what settles it.
BEGINS = frozenset({Event.REPORT, Event.APPEAL})
ENDS = frozenset({Event.DECIDE, Event.UPHOLD, Event.REFUSE})


class SeenBefore(Exception):
    """Something happened to the case since it was seen: whoever decides looks at that first."""


def hold_case(by: Membership, case: Case, *, seen: int | None = None) -> None:
    """The case as it is now, for `by` alone until the transaction ends.

    Whatever holds a case and its school too holds the case first. Raises `NotAllowed` unless it is
    theirs to handle at this moment, and `SeenBefore` unless `seen`, where it matters, is its version.
    """
    try:
        case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    except Case.DoesNotExist as gone:
        # It became restricted a moment ago.
        raise NotAllowed from gone
    if not can_handle(by, case):
        raise NotAllowed
    if seen is not None and case.version != seen:
        raise SeenBefore


def take_step(
    case: Case,
    event: Event,
    *,
    by: Membership | None,
    decision: Decision | None = None,
    **facts: Any,
) -> None:
    """Writes down what happened to a case, and what it is now; the caller holds it.

    Raises `flow.NotNow`. `facts` are for the trail.
    """
    case.state = next_state(
        event, State(case.state), was_escalated=case.risen > 0, waits=not case.outcome
    )
    if case.state != State.IN_REVIEW:
        case.claimed_by = None
    if case.state != State.APPEALED:
        case.kept_from = None
    keep_time(case, event)
    if event in BEGINS | ENDS:
        case.erase_at = None if case.is_open else end_of(case)
    case.version += 1
    case.save()
    CaseStep.objects.create(
        school_id=case.school_id,
        case=case,
        number=case.version,
        at=clock.now(),
        by=by,
        event=event,
        decision=decision,
        state=case.state,
        desk=case.desk,
    )
    told = facts | ({"decision": decision.pk} if decision else {})
    audit.record(by=by, verb=event, target=case, school_id=case.school_id, **told)
    handling = who_can(case).get(Desk(case.desk), set())
    for look in ("cases", f"case-{case.pk}"):
        realtime.nudge_people(handling, look=look)
    tell_reporters(case)
    tell_desk_of_danger(case, handling)
    if event in ANSWERS | COMES_TO_A_DESK:
        end_reminders(case)
