"""What applying a roll would do: the outcome of comparing it with what the school knows."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from accounts.roll.known import KnownClass, KnownParent, KnownPerson, KnownStudent, KnownTeacher
from accounts.roll.problems import Problem, Severity
from accounts.roll.records import (
    ClassRow,
    ParentRow,
    Part,
    PersonName,
    PersonRow,
    Place,
    StudentRow,
    TeacherRow,
)

Given = TypeVar("Given")
Has = TypeVar("Has")
Child = StudentRow | KnownStudent


@dataclass(slots=True)
class Outcome(Generic[Given, Has]):
    """Who is missing from the roll is only told: nothing is ever closed by an import."""

    new: list[Given] = field(default_factory=list)
    changed: list[tuple[Given, Has]] = field(default_factory=list)
    unchanged: list[tuple[Given, Has]] = field(default_factory=list)
    missing: list[Has] = field(default_factory=list)

    def rows(self) -> list[Given]:
        """All that the roll says, in whatever order."""
        return [*self.new, *(row for row, _has in self.matched())]

    def matched(self) -> list[tuple[Given, Has]]:
        return self.changed + self.unchanged

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "missing": len(self.missing),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Guardian:
    """One person among the parents: their line, and the children found for them."""

    row: ParentRow
    children: tuple[Child, ...]

    @property
    def name(self) -> PersonName:
        return self.row.name

    @property
    def place(self) -> Place:
        return self.row.place

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def external_id(self) -> str:
        return self.row.external_id


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people with one name: a line of the roll, a known person, or both.

    `details` tell them apart: children, classes or a birth date.
    """

    part: Part
    place: Place | None = None
    known_id: int | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Homonym:
    """People whom only a human can tell apart or join; the import keeps them apart."""

    name: PersonName
    people: tuple[Namesake, ...]

    @property
    def part(self) -> Part:
        return self.people[0].part


@dataclass(slots=True)
class SharedAccounts:
    """Rows of one person with several profiles: the same key in `keys` means the same account.

    A key that is a number is the id of an account; `users` has those of the others that exist.
    """

    keys: dict[PersonRow, Hashable] = field(default_factory=dict)
    users: dict[Hashable, int] = field(default_factory=dict)

    def user_of(self, row: PersonRow) -> int | None:
        """The account that a new person of the roll has already."""
        key = self.keys.get(row)
        return key if isinstance(key, int) else self.users.get(key)


@dataclass(slots=True)
class RollPlan:
    """`guardian_links` pairs a guardian with a child; known links are (parent id, student id).

    A plan with errors must not be applied.
    """

    students: Outcome[StudentRow, KnownStudent]
    teachers: Outcome[TeacherRow, KnownTeacher]
    parents: Outcome[Guardian, KnownParent]
    staff: Outcome[PersonRow, KnownPerson]
    guests: Outcome[PersonRow, KnownPerson]
    classes: Outcome[ClassRow, KnownClass]
    guardian_links: Outcome[tuple[Guardian, Child], tuple[int, int]]
    homonyms: list[Homonym]
    problems: list[Problem]
    shared: SharedAccounts = field(default_factory=SharedAccounts)

    def outcome(self, part: Part) -> Outcome[Any, Any]:
        """That of this part's people; its rows have at least name, place and external id."""
        outcome: Outcome[Any, Any] = getattr(self, part)
        return outcome

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    def changes_something(self) -> bool:
        return any(count["new"] or count["changed"] for count in self.counts().values())

    def counts(self) -> dict[str, dict[str, int]]:
        people = {str(part): self.outcome(part).counts() for part in Part}
        links = self.guardian_links.counts()
        return {**people, "classes": self.classes.counts(), "guardian_links": links}
