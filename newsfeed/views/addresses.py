"""The addresses of a feed: what it is narrowed to, and from which place on."""

from urllib.parse import urlencode

from django.http import HttpRequest

from core.http import key_in
from newsfeed.feed import EVERYTHING, Narrowing, Page
from newsfeed.places import Place


def narrowing_asked(request: HttpRequest) -> Narrowing | None:
    """What the address narrows the feed to, if to anything."""
    asked = Narrowing(
        class_id=number_asked(request, "class"),
        child_id=number_asked(request, "child"),
        project_id=number_asked(request, "project"),
        source=number_asked(request, "what"),
        unread="new" in request.GET,
        to_confirm="confirm" in request.GET,
    )
    return None if asked == EVERYTHING else asked


def number_asked(request: HttpRequest, name: str) -> int | None:
    """The key that the address names, if it names one."""
    return key_in(request.GET.get(name, ""))


def address_of_older(page: Page, narrowing: Narrowing, until: Place) -> str:
    """What follows; it is told until when all was on the pages above as long as all there is new."""
    if not page.more:
        return ""
    if page.goes_on:
        return address(narrowing, before=page.oldest, until=until)
    return address(narrowing, before=page.oldest)


def address(narrowing: Narrowing, **places: Place | None) -> str:
    """The feed, narrowed as it is, from this place on."""
    asked = {
        "class": narrowing.class_id,
        "child": narrowing.child_id,
        "project": narrowing.project_id,
        "what": narrowing.source,
        "new": 1 if narrowing.unread else None,
        "confirm": 1 if narrowing.to_confirm else None,
        **places,
    }
    told = {name: value for name, value in asked.items() if value is not None}
    return "?" + urlencode(told)


def numbers_asked(request: HttpRequest, name: str) -> set[int]:
    """The keys that the address names."""
    return {key for each in request.GET.getlist(name) if (key := key_in(each)) is not None}
