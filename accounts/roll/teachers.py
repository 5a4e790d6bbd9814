"""Which lines are one teacher, and which teacher of the school."""

from collections.abc import Hashable
from dataclasses import replace
from itertools import chain

from accounts.roll.deciding import Deciding
from accounts.roll.joining import Joining, with_both
from accounts.roll.known import Known, KnownTeacher
from accounts.roll.names import folded, name_key
from accounts.roll.pairing import Keys, Tier, matched, outcome
from accounts.roll.plan import Outcome
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Part, Roll, TeacherRow
from accounts.roll.same_people import Alike, SamePeople, Traits, one_mailbox
from accounts.roll.signs import (
    by_id,
    by_known_id,
    by_known_name,
    by_name,
    same_classes,
    says_nothing_new,
)


def teachers_of(
    roll: Roll, known: Known, deciding: Deciding, problems: list[Problem]
) -> Outcome[TeacherRow, KnownTeacher]:
    """A shared class decides among teachers of one name; two ids make two people."""
    same = SamePeople(roll.teachers, known.teachers, ALIKE, roll.people)
    rows = Joining(roll.people, problems).joined(
        roll.teachers, same.signs, _united, Kind.PERSON_TWICE
    )
    tiers: list[Tier[TeacherRow, KnownTeacher]]
    tiers = [(by_id, by_known_id), (_in_class, _known_in_class), (by_name, by_known_name)]
    decided = deciding.pairs(Part.TEACHERS, rows, known.teachers, same.meant)
    pairs = matched(rows, known.teachers, tiers, decided)
    return outcome(rows, known.teachers, pairs, _unchanged, is_given=Part.TEACHERS in roll.given)


def _united(first: TeacherRow, other: TeacherRow) -> TeacherRow:
    classes = (first.class_names, other.class_names)
    told = [names for names in classes if names is not None]
    return replace(
        with_both(first, other),
        class_names=tuple(dict.fromkeys(chain(*told))) if told else None,
        is_head=first.is_head or other.is_head,
    )


def _in_class(row: TeacherRow) -> Keys:
    return [(key, name) for key in by_name(row) for name in map(folded, row.class_names or ())]


def _known_in_class(teacher: KnownTeacher) -> Keys:
    classes = [folded(name) for name in teacher.class_names]
    return [(key, name) for key in by_known_name(teacher) for name in classes]


def _unchanged(row: TeacherRow, teacher: KnownTeacher) -> bool:
    return (
        row.is_head in {None, teacher.is_head}
        and same_classes(row.class_names, teacher.class_names)
        and says_nothing_new(row, teacher)
    )


def _name(row: TeacherRow) -> Hashable:
    return name_key(row.name)


def _known_name(teacher: KnownTeacher) -> Hashable:
    return name_key(teacher.name)


def _classes(row: TeacherRow) -> Traits:
    return frozenset(map(folded, row.class_names or ()))


def _known_classes(teacher: KnownTeacher) -> Traits:
    return frozenset(map(folded, teacher.class_names))


def _fits(given: Traits, known: Traits) -> bool:
    """A line may tell one class of several; another class may be another teacher's."""
    return given <= known


ALIKE = Alike(_name, _known_name, _classes, _known_classes, _fits, one_mailbox)
