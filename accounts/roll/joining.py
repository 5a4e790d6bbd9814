"""Which lines of the lists are one person: some exports have a line for each class or child."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from accounts.roll.problems import Kind, Problem
from accounts.roll.records import PersonName, PersonRow, Place, Who


class _Person(Protocol):
    @property
    def place(self) -> Place: ...
    @property
    def name(self) -> PersonName: ...


Person = TypeVar("Person", bound=_Person)
Row = TypeVar("Row", bound=PersonRow)


@dataclass(frozen=True, slots=True)
class Joining:
    """`decided` is somebody's word, which goes before everything the lines say."""

    decided: Mapping[Place, Who]
    problems: list[Problem]

    def joined(
        self,
        people: Iterable[Person],
        signs_of: Callable[[Person], Iterable[Hashable]],
        united: Callable[[Person, Person], Person],
        twice: Kind,
    ) -> list[Person]:
        """People with a sign in common become one, in the order of the lines."""
        kept: dict[Place, Person] = {}
        holders: dict[Hashable, Place] = {}
        signs: dict[Place, list[Hashable]] = {}
        for given in people:
            person = given
            own_signs = self._signs(given, signs_of)
            same = {holders[sign] for sign in own_signs if sign in holders}
            for place in sorted(same, reverse=True):
                person = united(kept.pop(place), person)
                own_signs = signs.pop(place) + own_signs
            if same and given.place not in self.decided:
                self._tell(given, person, twice)
            kept[person.place] = person
            signs[person.place] = own_signs
            holders |= dict.fromkeys(own_signs, person.place)
        return sorted(kept.values(), key=lambda person: person.place)

    def _signs(
        self, person: Person, signs_of: Callable[[Person], Iterable[Hashable]]
    ) -> list[Hashable]:
        who = self.decided.get(person.place)
        if who is None:
            return [person.place, *signs_of(person)]
        if who.membership is not None:
            return [person.place, who.membership]
        return [person.place, who.line] if who.line else [person.place]

    def _tell(self, person: Person, first: Person, twice: Kind) -> None:
        self.problems.append(
            Problem.on_line(
                twice,
                person.place,
                name=str(person.name),
                other=beside(person.place, first.place),
            )
        )


def beside(place: Place, other: Place) -> str:
    """Where the other line stands, said at this one."""
    return str(other.line) if place.file == other.file else f"{other.line} ({other.file})"


def with_both(first: Row, other: Row) -> Row:
    """The first line, with what only the other one says of the person."""
    return replace(
        first,
        email=first.email or other.email,
        external_id=first.external_id or other.external_id,
        account=first.account or other.account,
    )
