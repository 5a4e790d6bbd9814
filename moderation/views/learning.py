from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import membership_in
from accounts.choices import HANDLING
from accounts.models import Membership, School
from core.http import key_in
from moderation.actions.learn import WrittenMeanwhile, write_lesson
from moderation.figures import FEW, Period, days_of_year, this_year, years_of
from moderation.forms.learning import LessonForm
from moderation.learning import Incidents, incidents_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, school_id: int) -> HttpResponse:
    """To be printed too: for the school council, where `council` is asked for, without the few."""
    by = membership_in(request, school_id, *HANDLING)
    chosen = _year_in(request, by.school)
    if request.method != "POST":
        return _shown(request, by, chosen)
    form = LessonForm(request.POST)
    if not form.is_valid():
        return _shown(request, by, chosen, form, status=422)
    seen = key_in(request.POST.get("seen", "")) or 0
    try:
        write_lesson(by, year=chosen.first.year, **form.cleaned_data, seen=seen)
    except WrittenMeanwhile as meanwhile:
        words = {"words": meanwhile.lesson.words}
        form.add_error("words", _("Somebody else wrote meanwhile: “%(words)s”") % words)
        return _shown(request, by, chosen, form, status=409)
    messages.success(request, _("It is written down."))
    return redirect(f"{reverse('moderation:year', args=[school_id])}?year={chosen.first.year}")


def _shown(
    request: HttpRequest,
    by: Membership,
    chosen: Period,
    bound: LessonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "school": by.school,
        "administers": by.is_local_administrator,
        "year": chosen,
        "years": years_of(by.school),
        "rows": _with_forms(incidents_of(by.school, chosen), bound),
        "few": FEW if "council" in request.GET else 0,
    }
    return render(request, "moderation/year.html", context, status=status)


def _with_forms(
    rows: Iterable[Incidents], bound: LessonForm | None
) -> list[tuple[Incidents, LessonForm]]:
    sent = bound["reason"].value() if bound else None
    return [
        (each, bound if bound and sent == each.reason else LessonForm(instance=each.lesson))
        for each in rows
    ]


def _year_in(request: HttpRequest, school: School) -> Period:
    """The school year that is asked for by the one in which it begins; this one by itself."""
    asked = key_in(request.GET.get("year", ""))
    current = this_year()
    if asked is None or asked == current.first.year:
        return current
    if asked not in years_of(school):
        raise Http404
    return Period(str(asked), f"{asked}–{asked + 1}", *days_of_year(asked))
