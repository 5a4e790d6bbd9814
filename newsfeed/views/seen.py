from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from newsfeed.actions import mark_seen
from newsfeed.places import Place


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Sent by an open page whose reader came to the end of what is new, or by a button there."""
    until = Place.read(request.POST.get("until", ""))
    if until is None:
        raise Http404
    mark_seen(signed_in(request), until=until.at, at_once="now" in request.POST)
    if "HX-Request" in request.headers:
        return render(request, "newsfeed/seen.html")
    return redirect("newsfeed:feed")
