"""What concerns somebody and stands in their feed among the entries: each app tells its own.

Nothing is copied for it. A source says by which rows of its app it goes, and the feed asks all of
them in its one statement, so what is taken back, or may not be seen any more, is gone there too.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django_stubs_ext import StrOrPromise

# The nudge of those that have none of their own.
LOOK = "notices"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A notice in words, where it leads, and the child and the class it is about, if any.

    One that `stays` is not put away: it goes once what it asks for is done.
    """

    sentence: str
    url: str
    child: str = ""
    room: str = ""
    stays: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """`rows` is SQL from FROM on, with its WHERE, and knows the reader as `me (id, school_id)`.

    `at` and `key` are expressions of those rows: when it happened, and a number that names it
    among those of this source. An index must give the rows of a reader in the order of both.

    `children` selects the keys of the students it is about, and `groups` those of the groups it
    belongs to: by these the feed is narrowed to a child or a class.

    `asks` says that its rows heed `%(to_confirm)s`: what the reader has still to confirm, and
    nothing else. Of the others nothing is shown then.

    `facts` is an expression that gives JSON, and `tell` makes words of it. `looks` are the nudges
    at which an open page asks again. `number`, 1 to 99, stands in addresses and never changes.

    `profiles` are those that it ever concerns, and empty where it may concern everybody.
    """

    number: int
    name: str
    label: StrOrPromise
    icon: str
    rows: str
    at: str
    key: str
    facts: str
    tell: Callable[[Mapping[str, Any]], Told]
    children: str = "SELECT NULL::bigint"
    groups: str = "SELECT NULL::bigint"
    looks: tuple[str, ...] = (LOOK,)
    asks: bool = False
    profiles: tuple[str, ...] = ()


_sources: dict[int, Source] = {}


def register(source: Source) -> None:
    """Called from `AppConfig.ready`."""
    _sources[source.number] = source


def sources() -> list[Source]:
    """In the order of their numbers."""
    return [_sources[number] for number in sorted(_sources)]


def concerning(profiles: Collection[str]) -> list[Source]:
    """Those that may concern somebody of one of these profiles, in the order of their numbers."""
    return [each for each in sources() if not each.profiles or set(profiles) & set(each.profiles)]


def looks() -> list[str]:
    """The nudges at which an open page asks again, each once."""
    return list(dict.fromkeys(look for source in sources() for look in source.looks))


def named(number: int) -> Source | None:
    return _sources.get(number)
