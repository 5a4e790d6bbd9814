from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from moderation.routing import CHAINS, Desk


@login_required
@require_safe
def flow(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who looks at what, drawn from the table that decides it: the page cannot say anything else."""
    by = membership_in(request, school_id)
    ways = [(about, (*chain, Desk.OPERATOR)) for about, chain in CHAINS.items()]
    return render(request, "moderation/flow.html", {"school": by.school, "ways": ways})
