"""What a roll says, whatever the format it came in. Names are in the form they are shown in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    STUDENTS = "students"
    TEACHERS = "teachers"
    PARENTS = "parents"
    STAFF = "staff"
    GUESTS = "guests"


class Place(NamedTuple):
    """A line of a file, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a line is about: this membership, the same person as another line, or somebody else
    than all other lines and everybody known (neither of the two).
    """

    membership: int | None = None
    line: Place | None = None


@dataclass(frozen=True, slots=True)
class PersonName:
    """`birth_last` is given only where a usage name takes its place."""

    first: str
    last: str
    birth_last: str = ""

    def __str__(self) -> str:
        return f"{self.first} {self.last}"

    def last_names(self) -> tuple[str, ...]:
        return (self.last, self.birth_last) if self.birth_last else (self.last,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PersonRow:
    """A person of the roll. Rows are told apart by being themselves, whatever they say.

    Rows with the same `account`, if any, are one person with several profiles.
    """

    place: Place
    part: Part
    name: PersonName
    title: str = ""
    email: str = ""
    external_id: str = ""
    account: str = ""

    @property
    def line(self) -> int:
        return self.place.line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassMemberRow(PersonRow):
    """`class_names` is None where the list does not speak of classes."""

    class_names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudentRow(ClassMemberRow):
    part: Part = Part.STUDENTS
    birth_date: date
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TeacherRow(ClassMemberRow):
    """`is_head` is None where the list does not say who is."""

    part: Part = Part.TEACHERS
    is_head: bool | None = None


@dataclass(frozen=True, slots=True)
class ChildReference:
    """A child as a parent's line names it, in one of three ways; `column` is where.

    In a `whole_name` nobody knows what is the first name and what the last.
    """

    column: int | None
    heading: str
    name: PersonName | None = None
    class_name: str = ""
    whole_name: str = ""
    external_id: str = ""

    def __str__(self) -> str:
        return str(self.name) if self.name else self.whole_name or self.external_id


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParentRow(PersonRow):
    part: Part = Part.PARENTS
    children: tuple[ChildReference, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """`level` is "CE1", or "CE1/CE2" where several share the class, the youngest first."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A part that is not among `given` was not given at all: nobody of it is missing.

    `people` is what somebody decided about who is who.
    """

    students: tuple[StudentRow, ...] = ()
    teachers: tuple[TeacherRow, ...] = ()
    parents: tuple[ParentRow, ...] = ()
    staff: tuple[PersonRow, ...] = ()
    guests: tuple[PersonRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    given: frozenset[Part] = frozenset()
    people: Mapping[Place, Who] = field(default_factory=dict)
