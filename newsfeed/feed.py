"""The feed: everything addressed to somebody, newest first, in pages that follow a key."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from newsfeed import sql
from newsfeed.cards import Addressed, Card, Child, Notice
from newsfeed.items import items_of
from newsfeed.models import Entry
from newsfeed.places import BOTTOM, TOP, Place
from newsfeed.sql import PAGE

# What came earlier may be seen later: its transaction was still under way.
OVERLAP = timedelta(seconds=60)


@dataclass(frozen=True)
class Narrowing:
    """What the feed is narrowed to: one class, one project, one child of the reader, the notices of
    one source (0: entries), what is new, what they have still to confirm, or nothing.
    """

    class_id: int | None = None
    child_id: int | None = None
    project_id: int | None = None
    source: int | None = None
    unread: bool = False
    to_confirm: bool = False

    @property
    def is_to_some(self) -> bool:
        """Whether it is to a class, a project or a child."""
        return any((self.class_id, self.child_id, self.project_id))


EVERYTHING = Narrowing()


@dataclass(frozen=True)
class Page:
    """What there is, newest first, below what is kept at the top of a class. `more` says that others follow in the direction of reading."""

    items: list[Card | Notice]
    more: bool

    @property
    def cards(self) -> list[Card]:
        """The entries among it."""
        return [item for item in self.items if isinstance(item, Card)]

    @property
    def goes_on(self) -> bool:
        """Whether all of it came since the reader was here before, and perhaps what follows."""
        return self.more and self._old is None

    def end_of_new(self, *, begun: bool) -> int | None:
        """Before which of these, if it is here, what is new ends; it may have `begun` on a page
        before.
        """
        if self.goes_on:
            return None
        end = len(self.items) if self._old is None else self._old
        return end if begun or any(item.is_new for item in self.items[:end]) else None

    @property
    def _old(self) -> int | None:
        """The first that is not recent, below what is kept at the top."""
        below = enumerate(self.items)
        return next((n for n, item in below if not item.is_recent and not _is_kept(item)), None)

    @property
    def newest(self) -> Place:
        places = (item.place for item in self.items)
        return max(places, key=lambda place: (place.at, place.key, place.source), default=BOTTOM)

    @property
    def oldest(self) -> Place:
        return self.items[-1].place if self.items else TOP

    def room(self, class_id: int) -> Addressed | None:
        """A class that something here is for."""
        return next((room for room in self._rooms() if room.class_id == class_id), None)

    @property
    def only_room(self) -> Addressed | None:
        """The class that everything here is for, if it is for one."""
        rooms = {room.class_id: room for room in self._rooms()}
        return next(iter(rooms.values())) if len(rooms) == 1 else None

    def child(self, child_id: int | None) -> Child | None:
        """A child of the reader's that something here is about."""
        children = (child for card in self.cards for child in card.children)
        return next((child for child in children if child.id == child_id), None)

    def _rooms(self) -> Iterator[Addressed]:
        return (room for card in self.cards for room in card.content.classes)


def older_than(
    place: Place,
    memberships: Sequence[Membership],
    *,
    narrowing: Narrowing = EVERYTHING,
    visiting: bool = False,
) -> Page:
    """What follows this place on the way down; `visiting` says that it begins a visit."""
    at_the_top = {"visiting": visiting, "at_the_top": visiting, "kept": []}
    values = _values(place, narrowing) | at_the_top
    items = items_of(
        sql.older(_profiles(memberships), narrowed=narrowing != EVERYTHING), memberships, values
    )
    pinned, others = _apart(items)
    return Page([*pinned, *others[:PAGE]], len(others) > PAGE)


def newer_than(  # noqa: PLR0913  (one argument a thing that a page says)
    place: Place,
    memberships: Sequence[Membership],
    *,
    narrowing: Narrowing = EVERYTHING,
    shown: Collection[Place] = (),
    since: Place | None = None,
    kept: Collection[int] = (),
) -> Page:
    """What was published after this place; the first of it if it is more than a page.

    So is what was published shortly before it, but for what is `shown` and what follows `since` on
    the way down, and what is kept at the top of the class by now, but for those `kept` there already.
    """
    early = replace(place, at=max(place.at - OVERLAP, BOTTOM.at)) if shown else place
    values = _values(max(early, since or BOTTOM), narrowing, shown) | {
        "at_the_top": True,
        "kept": list(kept),
    }
    pinned, others = _apart(items_of(sql.newer(_profiles(memberships)), memberships, values))
    return Page([*pinned, *others[-PAGE:]], len(others) > PAGE)


def _apart(items: list[Card | Notice]) -> tuple[list[Card], list[Card | Notice]]:
    """What is kept at the top of the class whose feed it is, and the rest."""
    pinned = [each for each in items if isinstance(each, Card) and each.is_pinned]
    return pinned, [each for each in items if not _is_kept(each)]


def _is_kept(item: Card | Notice) -> bool:
    return isinstance(item, Card) and item.is_pinned


def card_of(entry: Entry, memberships: Sequence[Membership], class_id: int | None = None) -> Card:
    """One entry, which the caller reached through `visible_to`, as it stands in the feed of a class."""
    [card] = cards_of([entry.pk], memberships, class_id)
    return card


def preview_of(entry: Entry, memberships: Sequence[Membership]) -> Card:
    """One that may not be published yet, which the caller reached through `mine` or `handed_in_near`."""
    [card] = items_of(sql.preview(), memberships, {"key": entry.pk})
    assert isinstance(card, Card)
    return card


def cards_of(
    entry_ids: Collection[int], memberships: Sequence[Membership], class_id: int | None = None
) -> list[Card]:
    """The same of several; those that are still there."""
    asked = {"keys": list(entry_ids), "class_id": class_id}
    items = items_of(sql.alone(), memberships, asked)
    return [each for each in items if isinstance(each, Card)]


def cards_of_days(
    first_day: date, last_day: date, memberships: Sequence[Membership], *, asked_from: date
) -> list[Card]:
    """What takes place or is due on these days, or asks to be confirmed since `asked_from`."""
    start, end, asked = (
        timezone.make_aware(datetime.combine(day, time()))
        for day in (first_day, last_day + timedelta(days=1), asked_from)
    )
    values = {"first_day": first_day, "last_day": last_day}
    moments = {"start": start, "end": end, "asked_from": asked}
    items = items_of(sql.of_days(), memberships, values | moments)
    return [each for each in items if isinstance(each, Card) and not each.is_hidden]


def _profiles(memberships: Sequence[Membership]) -> frozenset[str]:
    return frozenset(each.own_profile for each in memberships)


def _values(place: Place, narrowing: Narrowing, shown: Collection[Place] = ()) -> dict[str, Any]:
    return {
        "at": place.at,
        "key": place.key,
        "place_source": place.source,
        "shown_sources": [each.source for each in shown],
        "shown_keys": [each.key for each in shown],
        "shown_moments": [each.at for each in shown],
        "class_id": narrowing.class_id,
        "child_id": narrowing.child_id,
        "project_id": narrowing.project_id,
        "source": narrowing.source,
        "unread": narrowing.unread,
        "to_confirm": narrowing.to_confirm,
        "narrowed": narrowing.is_to_some,
    }
