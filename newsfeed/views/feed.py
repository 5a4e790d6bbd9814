import re
from collections.abc import Collection
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from accounts.access import signed_in
from accounts.choices import Profile
from accounts.models import Membership, SchoolClass
from contacts.models import Project
from core import clock, feed_notices
from newsfeed.cards import Addressed
from newsfeed.feed import EVERYTHING, OVERLAP, Narrowing, Page, newer_than, older_than
from newsfeed.filters import kept_by
from newsfeed.models import Entry
from newsfeed.nudges import look_of
from newsfeed.places import TOP, Place
from newsfeed.policies import can_any_publish, may_lead, reads_first
from newsfeed.versions import outdated

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@login_required
@require_safe
@vary_on_headers("HX-Request")
def feed(request: HttpRequest) -> HttpResponse:
    """The page, what follows `before`, or, for a page that is open, what came `after`.

    An open page says which entries it is `showing`, and is told which of them to look at again.
    """
    memberships = signed_in(request).memberships
    by_htmx = "HX-Request" in request.headers
    before, after = (Place.read(request.GET.get(name, "")) for name in ("before", "after"))
    asked = _narrowing(request)
    narrowing = asked or (EVERYTHING if before or after else kept_by(memberships))
    if after and by_htmx:
        shown = [place for each in request.GET.getlist("showing") if (place := Place.read(each))]
        kept = {int(each) for each in request.GET.getlist("kept") if NUMBER.fullmatch(each)}
        page = newer_than(after, memberships, narrowing=narrowing, shown=shown, kept=kept)
        newest = max(page.newest, after)
        context = {
            "page": page,
            "arrived": page.items,
            "empty": not (shown or page.items),
            "narrowed": narrowing != EVERYTHING,
            "class_id": narrowing.class_id,
            "newer": _address(narrowing, after=newest, kept=kept | page.pinned),
            "looks": _looks(),
        }
        response = render(request, "newsfeed/feed.html#newer", context)
        for entry_id in outdated(shown, signed_in(request)):
            trigger_client_event(response, f"look:{look_of(entry_id)}")
        return response
    page = older_than(before or TOP, memberships, narrowing=narrowing, visiting=before is None)
    begun = Place.read(request.GET.get("until", "")) if before else None
    until = begun or Place(clock.now() - OVERLAP, 0)
    context = {
        "page": page,
        "older": _older(page, narrowing, until),
        "end_of_new": page.end_of_new(begun=begun is not None),
        "empty": not page.items,
        "class_id": narrowing.class_id,
        "until": until,
        "unseen": any(item.is_unseen for item in page.items),
        "hides": narrowing not in (EVERYTHING, Narrowing(unread=True)),
        "newer": "" if before else _address(narrowing, after=page.newest, kept=page.pinned),
        "looks": _looks(),
    }
    if before and by_htmx:
        return render(request, "newsfeed/feed.html#cards", context)
    context |= _head(request, page, narrowing, remembered=asked is None)
    return render(request, "newsfeed/feed.html", context)


def _head(
    request: HttpRequest, page: Page, narrowing: Narrowing, *, remembered: bool
) -> dict[str, Any]:
    """What stands above what there is to read."""
    memberships = signed_in(request).memberships
    room = page.room(narrowing.class_id) if narrowing.class_id else _own_room(page, memberships)
    child = page.child(narrowing.child_id)
    project = _project(request, narrowing.project_id)
    return {
        "narrowed": narrowing != EVERYTHING,
        "remembered": remembered and narrowing != EVERYTHING,
        "room": room,
        "name": (child and child.first_name) or (project and project.name) or "",
        "project": project,
        "led": _led(request, narrowing.class_id),
        "teaches": any(map(reads_first, memberships)),
        "waiting": _waiting(memberships),
        "may_publish": can_any_publish(memberships),
    }


def _narrowing(request: HttpRequest) -> Narrowing | None:
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


@cache
def _looks() -> str:
    """At what an open feed asks for what is new."""
    return ", ".join(f"look:{look} from:body" for look in ["feed", *feed_notices.looks()])


def _own_room(page: Page, memberships: list[Membership]) -> Addressed | None:
    """A student's class, whose book the feed then is."""
    is_student = all(each.own_profile == Profile.STUDENT for each in memberships)
    return page.only_room if is_student else None


def _project(request: HttpRequest, group_id: int | None) -> Project | None:
    """That of a group, if one may see it."""
    if group_id is None:
        return None
    return Project.objects.visible_to(request.user).filter(group=group_id).first()


def _waiting(memberships: list[Membership]) -> int:
    """How much that students handed in waits for this person; asked for teachers alone."""
    teachers = [each for each in memberships if reads_first(each)]
    return Entry.objects.handed_in_to(teachers).waiting().count() if teachers else 0


def _led(request: HttpRequest, class_id: int | None) -> SchoolClass | None:
    """The class of the page, for those who set who writes in it."""
    user = signed_in(request)
    if class_id is None or not any(map(may_lead, user.memberships)):
        return None
    return SchoolClass.objects.visible_to(user).filter(pk=class_id).first()


def number_asked(request: HttpRequest, name: str) -> int | None:
    """The key that the address names, if it names one."""
    found = NUMBER.fullmatch(request.GET.get(name, ""))
    return int(found.group()) if found else None


def _older(page: Page, narrowing: Narrowing, until: Place) -> str:
    """What follows; it is told until when all was on the pages above as long as all there is new."""
    if not page.more:
        return ""
    if page.goes_on:
        return _address(narrowing, before=page.oldest, until=until)
    return _address(narrowing, before=page.oldest)


def _address(narrowing: Narrowing, kept: Collection[int] = (), **places: Place) -> str:
    """The feed, narrowed as it is, from this place on; `kept` stands at its top."""
    asked = {
        "class": narrowing.class_id,
        "child": narrowing.child_id,
        "project": narrowing.project_id,
        "what": narrowing.source,
        "new": 1 if narrowing.unread else None,
        "confirm": 1 if narrowing.to_confirm else None,
        **places,
        "kept": sorted(kept),
    }
    told = {name: value for name, value in asked.items() if value is not None}
    return "?" + urlencode(told, doseq=True)
