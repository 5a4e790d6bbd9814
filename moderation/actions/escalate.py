from django.db import transaction

from accounts.models import Membership
from core import wall
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event, NotNow
from moderation.models import Case
from moderation.people import desk_above, who_can
from moderation.routing import FURTHER, Desk, Track, desk_of


class NobodyThere(Exception):
    """Nobody further up the chain can look at it."""


@transaction.atomic
def escalate_case(by: Membership, *, case: Case, seen: int) -> None:
    """Passes it on to the next desk of its chain, from where it never comes back by itself.

    Raises `NotAllowed`, `SeenBefore`, `NotNow`, `NobodyThere`.
    """
    hold_case(by, case, seen=seen)
    desk = desk_above(case)
    if desk is None:
        raise NobodyThere
    case.desk, case.risen = desk, case.chain.index(desk)
    _pass_on(case, Event.ESCALATE, by)


def protect_case(by: Membership, *, case: Case, seen: int) -> None:
    """Says that it is child protection: from now on it is restricted, and `by` may see it no more.

    There is no way back. Raises the same.
    """
    _take_further(by, case, seen, Track.PROTECTION, Event.PROTECT)


def suspect_case(by: Membership, *, case: Case, seen: int) -> None:
    """Says that it may be against the law: what was reported is shown to nobody from now on.

    There is no way back. Raises the same.
    """
    _take_further(by, case, seen, Track.ILLEGAL, Event.SUSPECT)


@transaction.atomic
def _take_further(by: Membership, case: Case, seen: int, track: Track, event: Event) -> None:
    hold_case(by, case, seen=seen)
    if track not in FURTHER[Track(case.track)]:
        raise NotNow
    case.track, case.risen = track, 0
    case.desk = desk_of(case.chain, who_can(case))
    if case.desk == Desk.OPERATOR:
        raise NobodyThere
    _pass_on(case, event, by)


def _pass_on(case: Case, event: Event, by: Membership) -> None:
    # PostgreSQL lets nobody write a row that they may not see afterwards.
    with wall.protection_open():
        take_step(case, event, by=by)
