"""The parts of an entry as its author gives them, and how they are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsfeed.models import Confirmation, Entry, Event, Poll, Task


@dataclass(frozen=True)
class Parts:
    """The values of each part, by the names of its fields; none where the entry has no such part."""

    event: dict[str, Any] | None = None
    task: dict[str, Any] | None = None
    poll: dict[str, Any] | None = None


NONE = Parts()


def save_parts(entry: Entry, parts: Parts) -> None:
    """Makes the entry have these parts and no others; in the transaction that writes it.

    Votes and ticks stay with a poll and a task that stay. Once an entry is published a poll asks
    what it asked, so that nobody's vote comes to mean something else.
    """
    _save(Event, entry, _moved(entry, parts.event))
    _save(Task, entry, parts.task)
    asked = Poll.objects.filter(entry=entry).first()
    if asked is None or entry.published_at is None or parts.poll is None:
        _save(Poll, entry, parts.poll)
    else:
        _save(Poll, entry, {"closes_on": parts.poll["closes_on"]})


def words_of_parts(entry: Entry) -> Iterator[str]:
    """What is looked at before it is sent."""
    if event := Event.objects.filter(entry=entry).first():
        yield event.place
    if poll := Poll.objects.filter(entry=entry).first():
        yield poll.question
        yield "\n".join(poll.options)


def drop_parts(entry: Entry) -> None:
    """Nothing of them is left, nor of what people answered."""
    save_parts(entry, NONE)
    Confirmation.objects.filter(entry=entry).delete()


def _save(model: type[Event | Task | Poll], entry: Entry, values: dict[str, Any] | None) -> None:
    if values is None:
        model.objects.filter(entry=entry).delete()
    else:
        defaults = {**values, "school_id": entry.school_id}
        model.objects.update_or_create(entry=entry, defaults=defaults)


def _moved(entry: Entry, event: dict[str, Any] | None) -> dict[str, Any] | None:
    """With what whoever knows it already is told of a change."""
    known = Event.objects.filter(entry=entry).first()
    if event is None or known is None or entry.published_at is None:
        return event
    changed = any(getattr(known, name) != value for name, value in event.items())
    if known.starts_at != event["starts_at"]:
        event = {**event, "moved_from": known.starts_at}
    return {**event, "revision": known.revision + changed}
