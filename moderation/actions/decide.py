from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership
from core import clock
from moderation.actions.block import let_in, shut_out
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event
from moderation.models import Case, CaseStep
from moderation.subjects import KINDS, thing_of

Decision = CaseStep.Decision


def remove_reported(by: Membership, *, case: Case, seen: int) -> None:
    """Takes the thing away from everybody. Raises `NotAllowed` or `SeenBefore`."""
    with _deciding(by, case, seen, Case.Outcome.ACTED, Decision.REMOVE):
        thing = thing_of(case)
        remove = KINDS[case.kind].remove
        if remove and thing is not None and thing.is_there:
            remove(by, thing)


@transaction.atomic
def restore_reported(by: Membership, *, case: Case, seen: int) -> None:
    """Brings back what was removed; the case stays decided. Raises `NotAllowed` or `SeenBefore`."""
    hold_case(by, case, seen=seen)
    thing = thing_of(case)
    restore = KINDS[case.kind].restore
    if restore and thing is not None and thing.removed_at:
        restore(by, thing)
        take_step(case, Event.UNDO, by=by, decision=Decision.RESTORE)


def block_author(
    by: Membership, *, case: Case, seen: int, reason: str, until: datetime | None
) -> None:
    """Shuts the author out of the school. Raises `NotAllowed`, also if the author is erased, or
    `SeenBefore`.
    """
    with _deciding(by, case, seen, Case.Outcome.ACTED, Decision.BLOCK):
        if case.accused is None:
            raise NotAllowed
        hold_school(case.school_id)
        shut_out(by, membership=case.accused, reason=reason, until=until, case=case)


@transaction.atomic
def unblock_author(by: Membership, *, case: Case, seen: int) -> None:
    """Lets the author back in; the case stays decided. Raises the same."""
    hold_case(by, case, seen=seen)
    if case.accused is None:
        raise NotAllowed
    hold_school(case.school_id)
    let_in(by, membership=case.accused)
    take_step(case, Event.UNDO, by=by, decision=Decision.UNBLOCK)


def dismiss_case(by: Membership, *, case: Case, seen: int) -> None:
    """Finds that nothing has to be done. Raises `NotAllowed` or `SeenBefore`."""
    with _deciding(by, case, seen, Case.Outcome.DISMISSED, Decision.DISMISS):
        pass


@contextmanager
def _deciding(by: Membership, case: Case, seen: int, outcome: str, decision: str) -> Iterator[None]:
    with transaction.atomic():
        hold_case(by, case, seen=seen)
        yield
        case.outcome, case.decided_at, case.decided_by = outcome, clock.now(), by
        take_step(case, Event.DECIDE, by=by, decision=decision)
