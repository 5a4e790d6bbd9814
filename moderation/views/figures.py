from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from accounts.choices import HANDLING
from moderation.figures import FEW, figures_of, periods_of


@login_required
@require_safe
def figures(request: HttpRequest, school_id: int) -> HttpResponse:
    """To be printed too: for the school council, where `council` is asked for, without the few."""
    by = membership_in(request, school_id, *HANDLING)
    periods = periods_of(by.school)
    asked = request.GET.get("term", "")
    period = next((each for each in periods if each.key == asked), periods[0])
    context = {
        "school": by.school,
        "administers": by.is_local_administrator,
        "periods": periods,
        "period": period,
        "figures": figures_of(by.school, period),
        "few": FEW if "council" in request.GET else 0,
    }
    return render(request, "moderation/figures.html", context)
