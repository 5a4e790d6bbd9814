from django.db import transaction

from accounts.models import School
from core import wall
from moderation.actions.step import take_step
from moderation.flow import Event
from moderation.models import Case


def close_cases() -> None:
    """Closes what was decided once nobody can ask for another look any more."""
    with wall.protection_open():
        with wall.within(*School.objects.values_list("pk", flat=True)):
            schools = set(Case.objects.settled().values_list("school", flat=True))
        for school_id in schools:
            with wall.within(school_id):
                _close_cases_of(school_id)


@transaction.atomic
def _close_cases_of(school_id: int) -> None:
    settled = Case.objects.settled().filter(school=school_id)
    # Always in this order, lest two that hold several wait for each other.
    for case in settled.select_for_update().order_by("pk"):
        take_step(case, Event.CLOSE, by=None)
