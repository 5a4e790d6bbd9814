"""What the school knows before a roll is applied. Ids are those of memberships and classes."""

from dataclasses import dataclass
from datetime import date

from accounts.roll.records import PersonName


@dataclass(frozen=True, slots=True)
class KnownStudent:
    id: int
    name: PersonName
    birth_date: date | None
    class_name: str


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    id: int
    name: PersonName
    class_names: frozenset[str]
    is_head: bool


@dataclass(frozen=True, slots=True)
class KnownParent:
    id: int
    name: PersonName
    children: frozenset[int]


@dataclass(frozen=True, slots=True)
class KnownClass:
    id: int
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Known:
    students: tuple[KnownStudent, ...] = ()
    teachers: tuple[KnownTeacher, ...] = ()
    parents: tuple[KnownParent, ...] = ()
    classes: tuple[KnownClass, ...] = ()
