"""The feed: everything addressed to somebody, newest first, in pages that follow a key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from accounts.models import Membership
from core import clock
from core.prepared import run_prepared
from newsfeed import sql
from newsfeed.cards import Addressed, Card, Child, Content, Shown
from newsfeed.models import Entry
from newsfeed.places import BOTTOM, TOP, Place
from newsfeed.sql import PAGE

_OF_CONTENT = [each.name for each in fields(Content)]

# Whoever comes back sooner is still on the same visit: what was new to them still is.
VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Narrowing:
    """What the feed is narrowed to: one class, one project, one child of the reader, or nothing."""

    class_id: int | None = None
    child_id: int | None = None
    project_id: int | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True)
class Page:
    """Cards, newest first. `more` says that others follow in the direction of reading."""

    cards: list[Card]
    more: bool

    @property
    def newest(self) -> Place:
        return self.cards[0].place if self.cards else BOTTOM

    @property
    def oldest(self) -> Place:
        return self.cards[-1].place if self.cards else TOP

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
    values = _values(place, narrowing) | {"visiting": visiting}
    cards = _cards(sql.OLDER, memberships, values)
    return Page(cards[:PAGE], len(cards) > PAGE)


def newer_than(
    place: Place, memberships: Sequence[Membership], *, narrowing: Narrowing = EVERYTHING
) -> Page:
    """What was published after this place; the first of it if it is more than a page."""
    cards = _cards(sql.NEWER, memberships, _values(place, narrowing))
    return Page(cards[-PAGE:], len(cards) > PAGE)


def card_of(entry: Entry, memberships: Sequence[Membership]) -> Card:
    """One entry, which the caller reached through `visible_to`."""
    return _cards(sql.ALONE, memberships, {"entry_id": entry.pk})[0]


def _values(place: Place, narrowing: Narrowing) -> dict[str, Any]:
    return {
        "at": place.at,
        "entry_id": place.entry_id,
        "class_id": narrowing.class_id,
        "child_id": narrowing.child_id,
        "project_id": narrowing.project_id,
        "narrowed": narrowing != EVERYTHING,
    }


def _cards(statement: str, memberships: Sequence[Membership], values: dict[str, Any]) -> list[Card]:
    known: dict[str, Any] = {
        "mine": [each.pk for each in memberships],
        "schools": [each.school_id for each in memberships],
        "now": clock.now(),
        "visit": VISIT,
        "visiting": False,
    }
    schools = {each.school_id for each in memberships}
    names = {each.school_id: each.school.name for each in memberships if len(schools) > 1}
    return [_card(row, names) for row in run_prepared(statement, {**known, **values})]


def _card(row: dict[str, Any], schools: dict[int, str]) -> Card:
    for name, part in {"audience": Addressed, "children": Child, "pictures": Shown}.items():
        row[name] = tuple(part(**each) for each in row[name] or ())
    row["school"] = schools.get(row.pop("school_id"), "")
    content = {name: row.pop(name) for name in _OF_CONTENT}
    return Card(content=Content(**content), **row)
