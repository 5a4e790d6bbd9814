from django.db import transaction

import audit
from accounts.models import School
from core import realtime, wall
from moderation.models import Case
from moderation.people import Handlers, about_whom, who_can, who_can_each
from moderation.routing import About, Desk, desk_of


def place_case(case: Case) -> None:
    """Puts a case that was just reported where it belongs now; whoever calls it holds the case."""
    if case.accused is not None:
        case.about = about_whom(case.accused)
    _move(case, who_can(case))


def reroute_cases() -> None:
    """No open case stays where nobody can handle it, or below a desk that has somebody again."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        schools = set(Case.objects.new().values_list("school", flat=True))
    for school_id in schools:
        with wall.within(school_id):
            _reroute_cases_of(school_id)


@transaction.atomic
def _reroute_cases_of(school_id: int) -> None:
    new = Case.objects.new().filter(school=school_id).select_related("accused")
    able = who_can_each(school_id, new)
    for case in new:
        if desk_of(About(case.about), able[case.pk]) != case.desk:
            held = Case.objects.select_for_update().get(pk=case.pk)
            _move(held, able[case.pk])
            audit.record(by=None, verb="reroute_case", target=held, school_id=school_id)


def _move(case: Case, able: Handlers) -> None:
    case.desk = desk_of(About(case.about), able)
    case.save(update_fields=["about", "desk"])
    realtime.nudge_people(able.get(Desk(case.desk), ()), look="cases")
