"""What a roll says, whatever the format it came in. Names are in the form they are shown in."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    STUDENTS = "students"
    TEACHERS = "teachers"
    PARENTS = "parents"


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


@dataclass(frozen=True, slots=True)
class StudentRow:
    line: int
    name: PersonName
    birth_date: date
    class_name: str
    level: str


@dataclass(frozen=True, slots=True)
class TeacherRow:
    line: int
    name: PersonName
    email: str
    class_names: tuple[str, ...]
    is_head: bool


@dataclass(frozen=True, slots=True)
class ChildReference:
    """A child as a parent's line names it; `column` is where."""

    column: int
    heading: str
    name: PersonName
    class_name: str


@dataclass(frozen=True, slots=True)
class ParentRow:
    line: int
    name: PersonName
    title: str
    email: str
    children: tuple[ChildReference, ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """`level` is "CE1", or "CE1/CE2" where several share the class, the youngest first."""

    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Roll:
    """`files` names the file each part came from; a part that is not in it was not given at all."""

    students: tuple[StudentRow, ...] = ()
    teachers: tuple[TeacherRow, ...] = ()
    parents: tuple[ParentRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    files: dict[Part, str] = field(default_factory=dict)
