"""What the views have in common by which readers answer an entry."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import signed_in
from core.http import key_in
from newsfeed.feed import card_of
from newsfeed.models import Entry
from newsfeed.parts.querysets import PartQuerySet
from newsfeed.views.addresses import number_asked


def part_of(request: HttpRequest, parts: PartQuerySet, entry_id: int) -> Any:
    """That of an entry, if it has one; the entry is what was looked at."""
    found = parts.filter(entry=entry_id).first()
    if found is None:
        raise Http404
    request.viewed = found.entry  # type: ignore[attr-defined]  # read by accounts.middleware
    return found


def number_in(request: HttpRequest, name: str) -> int:
    """What the form says, if it is a key."""
    found = key_in(request.POST.get(name, ""))
    if found is None:
        raise Http404
    return found


def card_in_feed(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """For its template: the card as the feed, or that of a class the address names, shows it."""
    class_id = number_asked(request, "class")
    cards = [card_of(entry, signed_in(request).memberships, class_id)]
    return {"cards": cards, "alone": False, "class_id": class_id}


def back_to(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The card as it is now for a feed that is open, or else the page somebody came from."""
    if "HX-Request" in request.headers:
        return render(request, "newsfeed/cards.html", card_in_feed(request, entry))
    asked = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if inside else reverse("newsfeed:entry", args=[entry.pk]))
