import re

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import signed_in
from accounts.choices import Profile
from newsfeed.feed import Narrowing, newer_than, older_than
from newsfeed.places import TOP, Place
from newsfeed.policies import can_publish

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@login_required
@require_safe
@vary_on_headers("HX-Request")
def feed(request: HttpRequest) -> HttpResponse:
    """The page, what follows `before`, or, for a page that is open, what came `after`."""
    memberships = signed_in(request).memberships
    by_htmx = "HX-Request" in request.headers
    narrowing = Narrowing(_number(request, "class"), _number(request, "child"))
    before, after = (Place.read(request.GET.get(name, "")) for name in ("before", "after"))
    if after and by_htmx:
        page = newer_than(after, memberships, narrowing=narrowing)
        newest = page.newest if page.cards else after
        context = {"page": page, "newer": _address(request, after=newest), "arrived": page.cards}
        return render(request, "newsfeed/feed.html#newer", context)
    page = older_than(before or TOP, memberships, narrowing=narrowing, visiting=before is None)
    context = {
        "page": page,
        "older": _address(request, before=page.oldest) if page.more else "",
        "newer": "" if before else _address(request, after=page.newest),
        "narrowing": narrowing,
        "is_student": all(each.profile == Profile.STUDENT for each in memberships),
        "may_publish": any(map(can_publish, memberships)),
    }
    part = "#cards" if before and by_htmx else ""
    return render(request, f"newsfeed/feed.html{part}", context)


def _number(request: HttpRequest, name: str) -> int | None:
    found = NUMBER.fullmatch(request.GET.get(name, ""))
    return int(found.group()) if found else None


def _address(request: HttpRequest, **place: Place) -> str:
    """The feed as it is narrowed, from this place on."""
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update({name: str(each) for name, each in place.items()})
    return f"?{query.urlencode()}"
