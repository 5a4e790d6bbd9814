"""What the school knows before a roll is applied. Ids are those of memberships and classes.

Closed accounts are known too, after the open ones: who is on the roll again must be reopened by
somebody, and never be given a second account.
"""

from dataclasses import dataclass
from datetime import date

from accounts.roll.records import PersonName


@dataclass(frozen=True, slots=True)
class KnownStudent:
    id: int
    name: PersonName
    birth_date: date | None
    class_name: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    id: int
    name: PersonName
    class_names: frozenset[str]
    is_head: bool
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class KnownParent:
    id: int
    name: PersonName
    children: frozenset[int]
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class KnownClass:
    id: int
    name: str
    level: str

    @property
    def is_closed(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Known:
    students: tuple[KnownStudent, ...] = ()
    teachers: tuple[KnownTeacher, ...] = ()
    parents: tuple[KnownParent, ...] = ()
    classes: tuple[KnownClass, ...] = ()
