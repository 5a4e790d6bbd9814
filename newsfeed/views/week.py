from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from core import clock
from newsfeed.week import Week, sections_of


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The week in which a `day` is, or that of now."""
    day = request.GET.get("day", "")
    asked = Week.of(_day(day)) if day else Week.now()
    if not asked.is_near:
        raise Http404
    sections = sections_of(asked, signed_in(request).memberships)
    context = {"week": asked, "today": clock.today(), "sections": sections}
    return render(request, "newsfeed/week.html", context)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
