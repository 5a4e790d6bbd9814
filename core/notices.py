"""What an e-mail says of what waits for somebody: filled by whichever app has it, sent by accounts.

An e-mail stays where it went, so it holds no word of what somebody wrote: who, when, about which
child, and where to read it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

# Memberships of one school, and until when what came is to be told to them.
Readers = Sequence[tuple["QuerySet[Any]", datetime]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """`about` are children or a class, `readers` the keys of the memberships it is for. What is told
    of days to come does not show when that was known.
    """

    at: datetime
    shows_when: bool = True
    says: str
    asks: str
    about: Sequence[str]
    address: str
    readers: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Both are called within the wall of one school.

    `due` gives the keys of those for whom something is to be told. `tell` gives what it is, for
    people who read one mailbox and in their language, and remembers in the same transaction that
    they were told: of what one of them is told all of them are.
    """

    due: Callable[[Readers], Iterable[int]]
    tell: Callable[[Readers], list[Line]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called from `AppConfig.ready`."""
    _sources.append(source)


def due(readers: Readers) -> set[int]:
    return {key for source in _sources for key in source.due(readers)}


def tell(readers: Readers) -> list[Line]:
    """The latest last."""
    lines = [line for source in _sources for line in source.tell(readers)]
    return sorted(lines, key=lambda line: line.at)
