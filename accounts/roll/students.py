"""Which lines are one student, and which student of the school."""

from collections.abc import Callable, Hashable

from accounts.roll.deciding import Deciding
from accounts.roll.joining import Joining, with_both
from accounts.roll.known import Known, KnownStudent
from accounts.roll.names import folded, name_key, name_keys
from accounts.roll.pairing import Keys, Tier, matched, outcome
from accounts.roll.plan import Outcome
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Part, Roll, StudentRow
from accounts.roll.same_people import Alike, SamePeople, Traits
from accounts.roll.signs import by_id, by_known_id, same_classes, says_nothing_new


def students_of(
    roll: Roll, known: Known, deciding: Deciding, problems: list[Problem]
) -> Outcome[StudentRow, KnownStudent]:
    """Known by id, or by name and birth date; a usage name taken later changes nothing in that."""
    same = SamePeople(roll.students, known.students, ALIKE, roll.people)
    rows = Joining(roll.people, problems).joined(
        roll.students, same.signs, with_both, Kind.STUDENT_TWICE
    )
    tiers: list[Tier[StudentRow, KnownStudent]]
    tiers = [(by_id, by_known_id), (_by_name(0), _known_keys), (_by_name(1), _known_keys)]
    decided = deciding.pairs(Part.STUDENTS, rows, known.students, same.meant)
    pairs = matched(rows, known.students, tiers, decided)
    return outcome(rows, known.students, pairs, _unchanged, is_given=Part.STUDENTS in roll.given)


def _by_name(nth: int) -> Callable[[StudentRow], Keys]:
    return lambda row: [(key, row.birth_date) for key in name_keys(row.name)[nth : nth + 1]]


def _known_keys(student: KnownStudent) -> Keys:
    return [_known_name(student)]


def _unchanged(row: StudentRow, student: KnownStudent) -> bool:
    return same_classes(row.class_names, student.class_names) and says_nothing_new(row, student)


def _name(row: StudentRow) -> Hashable:
    return name_key(row.name), row.birth_date


def _known_name(student: KnownStudent) -> Hashable:
    return name_key(student.name), student.birth_date


def _classes(row: StudentRow) -> Traits:
    return frozenset(map(folded, row.class_names or ()))


def _known_classes(student: KnownStudent) -> Traits:
    return frozenset(map(folded, student.class_names))


def _fits(_given: Traits, _known: Traits) -> bool:
    """Whoever changes class is still the same."""
    return True


ALIKE = Alike(_name, _known_name, _classes, _known_classes, _fits, lambda row: [_name(row)])
