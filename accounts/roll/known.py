"""What the school knows before a roll is applied. Ids are those of memberships and classes.

Closed accounts are known too, after the open ones: who is on the roll again must be reopened by
somebody, and never be given a second account.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.roll.records import Part, PersonName


@dataclass(frozen=True, slots=True, eq=False)
class KnownPerson:
    """`is_elsewhere`: the account is in another school too, so what it says of the person (name,
    birth date) is not this school's to change.
    """

    id: int
    name: PersonName
    is_closed: bool = False
    external_id: str = ""
    user_id: int | None = None
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class KnownStudent(KnownPerson):
    birth_date: date | None = None
    class_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class KnownTeacher(KnownPerson):
    class_names: frozenset[str] = frozenset()
    is_head: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class KnownParent(KnownPerson):
    children: frozenset[int] = frozenset()


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
    staff: tuple[KnownPerson, ...] = ()
    guests: tuple[KnownPerson, ...] = ()
    classes: tuple[KnownClass, ...] = ()

    def people(self) -> Iterator[tuple[Part, KnownPerson]]:
        for part in Part:
            for person in getattr(self, part):
                yield part, person
