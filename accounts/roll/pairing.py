"""Finds who of the roll is who of the school, by one sign after the other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from accounts.roll.plan import Outcome
from accounts.roll.records import PersonName, Place


class _Known(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def is_closed(self) -> bool: ...


class GivenPerson(Protocol):
    @property
    def place(self) -> Place: ...
    @property
    def name(self) -> PersonName: ...
    @property
    def title(self) -> str: ...
    @property
    def external_id(self) -> str: ...


Given = TypeVar("Given", bound=Hashable)
Has = TypeVar("Has", bound=_Known)
Keys = list[Hashable]
Tier = tuple[Callable[[Given], Keys], Callable[[Has], Keys]]


def matched(
    rows: Sequence[Given],
    known: Sequence[Has],
    tiers: Iterable[Tier[Given, Has]],
    decided: Mapping[Given, Has | None],
) -> dict[Given, Has]:
    """Each row with at most one known, and each known with at most one row; surer tiers first."""
    pairs: dict[Given, Has] = {row: has for row, has in decided.items() if has is not None}
    claimed: set[int] = {has.id for has in pairs.values()}
    rows = [row for row in rows if row not in decided]
    for row_keys, known_keys in tiers:
        index: defaultdict[Hashable, list[Has]] = defaultdict(list)
        for candidate in reversed(known):
            for key in known_keys(candidate):
                index[key].append(candidate)
        for row in rows:
            for key in () if row in pairs else row_keys(row):
                candidates = index.get(key, [])
                while candidates and candidates[-1].id in claimed:
                    candidates.pop()
                if candidates:
                    pairs[row] = candidates.pop()
                    claimed.add(pairs[row].id)
                    break
    return pairs


def outcome(
    rows: Iterable[Given],
    known: Iterable[Has],
    pairs: Mapping[Given, Has],
    same: Callable[[Given, Has], bool],
    *,
    is_given: bool,
) -> Outcome[Given, Has]:
    """Where the part was not given at all, nobody of it is missing."""
    told: Outcome[Given, Has] = Outcome()
    for row in rows:
        if row not in pairs:
            told.new.append(row)
        elif same(row, pairs[row]):
            told.unchanged.append((row, pairs[row]))
        else:
            told.changed.append((row, pairs[row]))
    if is_given:
        found = {person.id for person in pairs.values()}
        told.missing = [one for one in known if one.id not in found and not one.is_closed]
    return told
