from django.db import transaction

from accounts.models import School
from core import wall
from moderation.actions.step import take_step
from moderation.flow import Event
from moderation.models import Case
from moderation.people import Handlers, seat, who_can_each
from moderation.routing import Desk, desk_of


def reroute_cases() -> None:
    """No open case stays where nobody can handle it, or above a desk that has somebody again,
    unless it was passed on or somebody looks after it.
    """
    with wall.protection_open():
        with wall.within(*School.objects.values_list("pk", flat=True)):
            schools = set(Case.objects.open().values_list("school", flat=True))
        for school_id in schools:
            with wall.within(school_id):
                _reroute_cases_of(school_id)


@transaction.atomic
def _reroute_cases_of(school_id: int) -> None:
    waiting = Case.objects.open().filter(school=school_id)
    able = who_can_each(school_id, waiting.select_related("accused", "kept_from"))
    # Always in this order, lest two that hold several wait for each other.
    for case in waiting.filter(pk__in=able).select_for_update().order_by("pk"):
        if not _is_in_good_hands(case, able[case.pk]):
            seat(case)
            take_step(case, Event.REROUTE, by=None)


def _is_in_good_hands(case: Case, able: Handlers) -> bool:
    is_looked_after = case.claimed_by is not None and Desk(case.desk) in able
    return is_looked_after or case.desk == desk_of(case.chain, able, case.risen)
