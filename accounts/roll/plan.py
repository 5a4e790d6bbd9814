"""What applying a roll would do: the outcome of comparing it with what the school knows."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from accounts.roll.known import KnownClass, KnownParent, KnownStudent, KnownTeacher
from accounts.roll.problems import Problem
from accounts.roll.records import ClassRow, ParentRow, Part, PersonName, StudentRow, TeacherRow

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
        return [*self.new, *(row for row, _has in self.changed + self.unchanged)]

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "missing": len(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Guardian:
    """One person among the parents: their line, and the children found for them."""

    row: ParentRow
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people with one name: a line of the roll, a known person, or both."""

    line: int | None
    known_id: int | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Homonym:
    """People whom only a human can tell apart or join; the import keeps them apart."""

    part: Part
    name: PersonName
    people: tuple[Namesake, ...]


@dataclass(slots=True)
class RollPlan:
    """`guardian_links` pairs a guardian with a child; known links are (parent id, student id)."""

    students: Outcome[StudentRow, KnownStudent]
    teachers: Outcome[TeacherRow, KnownTeacher]
    parents: Outcome[Guardian, KnownParent]
    classes: Outcome[ClassRow, KnownClass]
    guardian_links: Outcome[tuple[Guardian, Child], tuple[int, int]]
    homonyms: list[Homonym]
    problems: list[Problem]

    def counts(self) -> dict[str, dict[str, int]]:
        return {
            "students": self.students.counts(),
            "teachers": self.teachers.counts(),
            "parents": self.parents.counts(),
            "staff": Outcome[object, object]().counts(),
            "classes": self.classes.counts(),
            "guardian_links": self.guardian_links.counts(),
        }
