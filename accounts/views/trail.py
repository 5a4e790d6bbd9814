from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from accounts.actions.trail import consult_trail
from accounts.choices import Duty
from accounts.forms.trail import TrailFilter
from accounts.models import Membership
from accounts.trail_lines import lines_of
from audit.models import Event
from core.http import one_or_404

LINES_A_PAGE = 50


@login_required
@require_safe
def trail(request: HttpRequest, school_id: int, person_id: int | None = None) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    everybody = Membership.objects.administered_by(request.user).of_school(school_id)
    person = one_or_404(request, everybody, person_id) if person_id else None
    form = TrailFilter(request.GET)
    form.is_valid()
    events = consult_trail(by, person=person, **form.cleaned_data)
    place = _place(request.GET.get("before", ""))
    found = list((events.before(*place) if place else events)[: LINES_A_PAGE + 1])
    context = {
        "form": form,
        "lines": lines_of(found[:LINES_A_PAGE]),
        "older": _older(request.GET, found) if len(found) > LINES_A_PAGE else "",
        "person": person,
        "school": by.school,
    }
    return render(request, "accounts/trail.html", context)


def _place(cursor: str) -> tuple[datetime, int] | None:
    moment, _, number = cursor.rpartition("_")
    at = parse_datetime(moment) if number.isdecimal() else None
    return (at, int(number)) if at else None


def _older(given: QueryDict, found: list[Any]) -> str:
    last: Event = found[LINES_A_PAGE - 1]
    kept = given.copy()
    kept["before"] = f"{last.at.isoformat()}_{last.id}"
    return f"?{kept.urlencode()}"
