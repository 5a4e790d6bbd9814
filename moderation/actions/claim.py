from django.db import transaction

from accounts.models import Membership
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event, NotNow
from moderation.models import Case


@transaction.atomic
def claim_case(by: Membership, *, case: Case, seen: int) -> None:
    """Says that `by` looks after it; the others of the desk see so, and may decide all the same.

    Raises `NotAllowed`, `SeenBefore`, `NotNow`.
    """
    _claim(by, case, seen, Event.CLAIM)


@transaction.atomic
def take_over_case(by: Membership, *, case: Case, seen: int) -> None:
    """The same of a case that somebody else looks after. Raises the same."""
    _claim(by, case, seen, Event.TAKE_OVER)


@transaction.atomic
def release_case(by: Membership, *, case: Case, seen: int) -> None:
    """Gives it back to the desk. Raises the same, `NotNow` also to others than who looks after it."""
    hold_case(by, case, seen=seen)
    if case.claimed_by_id != by.pk:
        raise NotNow
    take_step(case, Event.RELEASE, by=by)


def _claim(by: Membership, case: Case, seen: int, event: Event) -> None:
    hold_case(by, case, seen=seen)
    case.claimed_by = by
    take_step(case, event, by=by)
