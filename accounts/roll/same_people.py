"""Which lines mean one person, as far as nobody has to be asked.

What the school knows goes first: where it has several people of one name, their lines stay as many,
and lines that somebody joined once stay joined. Then an id, or a name with what two people hardly
share. A name alone never joins two lines: whoever knows them is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from accounts.roll.known import KnownPerson
from accounts.roll.names import name_key
from accounts.roll.pairing import GivenPerson
from accounts.roll.records import PersonRow, Place

Traits = frozenset[Hashable]


Line = TypeVar("Line", bound=GivenPerson)
KnownOne = TypeVar("KnownOne", bound=KnownPerson)


@dataclass(frozen=True, slots=True)
class Alike(Generic[Line, KnownOne]):
    """`name` is what namesakes have in common, `traits` (classes, children) what tells them apart.

    `fits` says whether a line's traits can be those of somebody known. `proofs` are what makes
    two lines of one name one person.
    """

    name: Callable[[Line], Hashable]
    known_name: Callable[[KnownOne], Hashable]
    traits: Callable[[Line], Traits]
    known_traits: Callable[[KnownOne], Traits]
    fits: Callable[[Traits, Traits], bool]
    proofs: Callable[[Line], Iterable[Hashable]]


class SamePeople(Generic[Line, KnownOne]):
    """`meant` says which membership a line is of, where several lines have one name."""

    def __init__(
        self,
        lines: Iterable[Line],
        known: Iterable[KnownOne],
        alike: Alike[Line, KnownOne],
        decided: Iterable[Place],
    ) -> None:
        self._alike = alike
        self._known: defaultdict[Hashable, list[KnownOne]] = defaultdict(list)
        for one in known:
            if not one.is_closed:
                self._known[alike.known_name(one)].append(one)
        self._ids: defaultdict[Hashable, set[str]] = defaultdict(set)
        by_name: defaultdict[Hashable, list[Line]] = defaultdict(list)
        said = set(decided)
        for line in lines:
            if line.external_id:
                for proof in alike.proofs(line):
                    self._ids[proof].add(line.external_id)
            if line.place not in said:
                by_name[alike.name(line)].append(line)
        self.meant: dict[Place, int] = {}
        for name, namesakes in by_name.items():
            if len(namesakes) > 1 and name in self._known:
                meant = dict(self._known_again(namesakes, self._known[name]))
                self.meant |= meant | self._proven(namesakes, meant)

    def signs(self, line: Line) -> Iterator[Hashable]:
        """Lines with one of these in common are one person."""
        name = self._alike.name(line)
        if line.external_id:
            yield name, line.external_id
        elif line.place in self.meant:
            yield self.meant[line.place]
        if len(self._known.get(name, ())) <= 1:
            for proof in self._alike.proofs(line):
                # Two ids make two people, whatever else they share.
                if len(self._ids.get(proof, ())) <= 1:
                    yield proof

    def _proven(self, lines: Sequence[Line], meant: Mapping[Place, int]) -> dict[Place, int]:
        """Lines that tell nothing by which they are known, but prove to be one with another."""
        owners: defaultdict[Hashable, set[int]] = defaultdict(set)
        left = [line for line in lines if not line.external_id and line.place not in meant]
        for line in lines if left else ():
            if line.place in meant:
                for proof in self._alike.proofs(line):
                    owners[proof].add(meant[line.place])
        proven = {}
        for line in left:
            found = {one for proof in self._alike.proofs(line) for one in owners[proof]}
            if len(found) == 1:
                proven[line.place] = found.pop()
        return proven

    def _known_again(
        self, lines: Sequence[Line], known: Sequence[KnownOne]
    ) -> Iterator[tuple[Place, int]]:
        """Each of the known has a line before anybody has two, and whose traits are those."""
        ids = {line.external_id for line in lines}
        candidates = [
            _Candidate(one.id, self._alike.known_traits(one))
            for one in known
            if not one.external_id or one.external_id not in ids
        ]
        left = []
        equals: defaultdict[Traits, list[_Candidate]] = defaultdict(list)
        for candidate in reversed(candidates):
            equals[candidate.traits].append(candidate)
        for line in lines:
            traits = self._alike.traits(line)
            if line.external_id:
                continue
            if equals.get(traits):
                yield line.place, equals[traits].pop().take(line.title, traits)
            else:
                left.append((line, traits))
        for line, traits in left:
            fitting = [
                candidate
                for candidate in candidates
                if candidate.title in {None, line.title}
                and self._alike.fits(traits, candidate.traits)
            ]
            if fitting:
                best = max(fitting, key=lambda candidate: candidate.lacks(traits))
                yield line.place, best.take(line.title, traits)


class _Candidate:
    """Somebody known, and what the lines said to be theirs have told so far."""

    def __init__(self, membership: int, traits: Traits) -> None:
        self.membership = membership
        self.traits = traits
        self.title: str | None = None
        self._untold = traits

    def take(self, title: str, traits: Traits) -> int:
        self.title = title
        self._untold -= traits
        return self.membership

    def lacks(self, traits: Traits) -> tuple[int, bool]:
        return len(self._untold & traits), self.title is None


def one_mailbox(line: PersonRow) -> Iterator[Hashable]:
    """What proves that two lines of adults are one: name, title and e-mail address."""
    if line.email:
        yield name_key(line.name), line.title, line.email.casefold()
