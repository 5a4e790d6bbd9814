from django.db import transaction

import audit
from accounts.models import School
from core import wall
from moderation.deadlines import next_reminder
from moderation.models import Case
from moderation.people import who_can_each
from moderation.routing import Desk
from moderation.telling import remind_desk


def remind_of_overdue_cases() -> None:
    """Tells those at the desk of each case that waits too long, again each school day; in danger each
    hour.
    """
    with wall.protection_open():
        with wall.within(*School.objects.values_list("pk", flat=True)):
            schools = set(Case.objects.overdue().values_list("school", flat=True))
        for school_id in schools:
            with wall.within(school_id):
                _remind_in(school_id)


@transaction.atomic
def _remind_in(school_id: int) -> None:
    waiting = Case.objects.overdue().filter(school=school_id)
    able = who_can_each(school_id, waiting.select_related("accused", "kept_from"))
    # Always in this order, lest two that hold several wait for each other.
    for case in waiting.filter(pk__in=able).select_for_update().order_by("pk"):
        # No step: whoever decides just now has seen all there is to see.
        Case.objects.filter(pk=case.pk).update(remind_at=next_reminder(case))
        audit.record(by=None, verb="remind_of_case", target=case, school_id=school_id)
        remind_desk(case, able[case.pk].get(Desk(case.desk), set()))
