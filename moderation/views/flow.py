from collections.abc import Mapping
from itertools import takewhile

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import membership_in
from moderation.policies import can_report_site, lacks_lead
from moderation.routing import CHAINS, About, Chain, Desk, Track
from moderation.site_desk import CHAIN

Ways = dict[Chain, list[About]]


@login_required
@require_safe
def flow(request: HttpRequest, school_id: int) -> HttpResponse:
    """Who looks at what, drawn from the table that decides it: the page cannot say anything else."""
    by = membership_in(request, school_id)
    tracks = [(track, _as_before(track), _ways(chains)) for track, chains in CHAINS.items()]
    context = {
        "school": by.school,
        "tracks": tracks,
        "site_desks": CHAIN,
        "names_lead": by.is_local_administrator and lacks_lead(school_id),
        "tells_of_sites_at": by.school_id if can_report_site(by) else None,
    }
    return render(request, "moderation/flow.html", context)


def _as_before(track: Track) -> Track | None:
    """Which of those shown before it goes the same ways."""
    before = takewhile(lambda each: each != track, CHAINS)
    return next((each for each in before if CHAINS[each] == CHAINS[track]), None)


def _ways(chains: Mapping[About, Chain]) -> Ways:
    """Each way once, to its end, and whom it is for."""
    ways: Ways = {}
    for about, chain in chains.items():
        ways.setdefault((*chain, Desk.OPERATOR), []).append(about)
    return ways
