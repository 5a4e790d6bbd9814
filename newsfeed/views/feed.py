from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from accounts.access import signed_in
from core import clock, feed_notices
from newsfeed.feed import EVERYTHING, OVERLAP, Narrowing, Page, newer_than, older_than
from newsfeed.filters import kept_by
from newsfeed.nudges import look_of
from newsfeed.places import TOP, Place
from newsfeed.versions import outdated
from newsfeed.views.addresses import address, address_of_older, narrowing_asked, numbers_asked
from newsfeed.views.head import head_of


@login_required
@require_safe
@vary_on_headers("HX-Request")
def feed(request: HttpRequest) -> HttpResponse:
    """The page, what follows `before`, or, for a page that is open, what came `after`."""
    by_htmx = "HX-Request" in request.headers
    before, after = (Place.read(request.GET.get(name, "")) for name in ("before", "after"))
    asked = narrowing_asked(request)
    if after and by_htmx:
        return _newer(request, after, asked or EVERYTHING)
    remembered = EVERYTHING if asked or before else kept_by(signed_in(request).memberships)
    narrowing = asked or remembered
    page, context = _older(request, before, narrowing)
    if before and by_htmx:
        return render(request, "newsfeed/feed.html#cards", context)
    head = head_of(request, page, narrowing, remembered=asked is None)
    return render(request, "newsfeed/feed.html", context | head)


def _older(
    request: HttpRequest, before: Place | None, narrowing: Narrowing
) -> tuple[Page, dict[str, Any]]:
    memberships = signed_in(request).memberships
    page = older_than(before or TOP, memberships, narrowing=narrowing, visiting=before is None)
    begun = Place.read(request.GET.get("until", "")) if before else None
    until = begun or Place(clock.now() - OVERLAP, 0)
    return page, {
        "page": page,
        "older": address_of_older(page, narrowing, until),
        "end_of_new": page.end_of_new(begun=begun is not None),
        "empty": not page.items,
        "class_id": narrowing.class_id,
        "until": until,
        "unseen": any(item.is_unseen for item in page.items),
        "hides": narrowing not in (EVERYTHING, Narrowing(unread=True)),
        "newer": "" if before else _address_of_newer(page, narrowing),
        "looks": _looks(),
    }


def _address_of_newer(page: Page, narrowing: Narrowing) -> str:
    """What follows on the way down is not new, however lately it came."""
    since = page.oldest if page.more else None
    return address(narrowing, after=page.newest, since=since)


def _newer(request: HttpRequest, after: Place, narrowing: Narrowing) -> HttpResponse:
    """An open page says which entries it is `showing`, and which it has `kept` at the top of a class,
    and is told which of them to look at again.
    """
    user = signed_in(request)
    shown = [place for each in request.GET.getlist("showing") if (place := Place.read(each))]
    since = Place.read(request.GET.get("since", ""))
    kept = numbers_asked(request, "kept")
    page = newer_than(
        after, user.memberships, narrowing=narrowing, shown=shown, since=since, kept=kept
    )
    newest = max(page.newest, after)
    context = {
        "page": page,
        "arrived": page.items,
        "empty": not (shown or page.items),
        "narrowed": narrowing != EVERYTHING,
        "class_id": narrowing.class_id,
        "newer": address(narrowing, after=newest, since=since),
        "looks": _looks(),
    }
    response = render(request, "newsfeed/feed.html#newer", context)
    for entry_id in outdated(shown, user):
        trigger_client_event(response, f"look:{look_of(entry_id)}")
    return response


@cache
def _looks() -> str:
    """At what an open feed asks for what is new."""
    return ", ".join(f"look:{look} from:body" for look in ["feed", *feed_notices.looks()])
