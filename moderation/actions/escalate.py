from django.db import transaction

from accounts.models import Membership
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event
from moderation.models import Case
from moderation.people import desk_above
from moderation.routing import CHAINS, About


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
    case.desk, case.risen = desk, CHAINS[About(case.about)].index(desk)
    take_step(case, Event.ESCALATE, by=by)
