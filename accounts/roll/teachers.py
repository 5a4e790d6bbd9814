"""Which lines mean one teacher."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace
from itertools import chain

from accounts.roll.joining import Joining, with_both
from accounts.roll.known import KnownTeacher
from accounts.roll.names import NameKey, folded, name_key
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Roll, TeacherRow


def joined_teachers(
    roll: Roll, known: Iterable[KnownTeacher], problems: list[Problem]
) -> list[TeacherRow]:
    """Lines of one name are one person, unless title, id or somebody's word sets them apart.

    Where the school knows several of the name, the classes say which of them a line means.
    """
    namesakes: defaultdict[NameKey, list[KnownTeacher]] = defaultdict(list)
    for teacher in known:
        if not teacher.is_closed:
            namesakes[name_key(teacher.name)].append(teacher)

    def signs(row: TeacherRow) -> list[Hashable]:
        key = name_key(row.name)
        if row.external_id:
            return [(key, row.external_id)]
        if len(namesakes[key]) <= 1:
            return [(key, row.title)]
        meant = [teacher.id for teacher in namesakes[key] if _share_class(row, teacher)]
        return [(key, meant[0])] if len(meant) == 1 else []

    return Joining(roll.people, problems).joined(roll.teachers, signs, _united, Kind.TEACHER_TWICE)


def _share_class(row: TeacherRow, teacher: KnownTeacher) -> bool:
    return not {*map(folded, row.class_names or ())}.isdisjoint(map(folded, teacher.class_names))


def _united(first: TeacherRow, other: TeacherRow) -> TeacherRow:
    classes = (first.class_names, other.class_names)
    told = [names for names in classes if names is not None]
    return replace(
        with_both(first, other),
        class_names=tuple(dict.fromkeys(chain(*told))) if told else None,
        is_head=first.is_head or other.is_head,
    )
