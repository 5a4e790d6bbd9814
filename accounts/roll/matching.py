"""Compares a roll with what the school knows. Pure: it reads nothing and changes nothing.

Who is who:

- students by folded names and birth date, teachers by folded names (a shared class decides among
  namesakes); somebody who takes a usage name is found again by the birth name;
- parents by folded names *and* a child in common. A name alone never matches a parent, not even
  the only one of that name: an account whose children have left may belong to somebody else, and
  would show the new child to a stranger. The one exception is a line without any child found and
  an account without any child: neither shows anybody anything.

Everything is found through dictionaries, so the work grows with the number of people.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from accounts.logins import fold
from accounts.roll.families import guardians, name_key, name_keys
from accounts.roll.homonyms import find_homonyms
from accounts.roll.known import Known, KnownClass, KnownParent, KnownStudent, KnownTeacher
from accounts.roll.names import same_spelling
from accounts.roll.plan import Child, Guardian, Outcome, RollPlan
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ClassRow, Part, PersonName, Roll, StudentRow, TeacherRow


class _Known(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def is_closed(self) -> bool: ...


Given = TypeVar("Given", bound=Hashable)
Has = TypeVar("Has", bound=_Known)
Keys = list[Hashable]
Tier = tuple[Callable[[Given], Keys], Callable[[Has], Keys]]


def plan_roll(roll: Roll, known: Known) -> RollPlan:
    problems: list[Problem] = []
    students = _students(roll, known)
    known_ids: dict[Child, int] = {student: student.id for student in known.students}
    known_ids |= {row: student.id for row, student in students.changed + students.unchanged}
    families = guardians(roll, known.students, problems)
    parents = _parents(roll, families, known, known_ids)
    plan = RollPlan(
        students=students,
        teachers=_teachers(roll, known),
        parents=parents,
        classes=_classes(roll, known),
        guardian_links=_links(roll, parents, known, known_ids),
        homonyms=[],
        problems=problems,
    )
    problems.extend(_closed(plan, roll.files))
    plan.homonyms = find_homonyms(plan)
    return plan


def _students(roll: Roll, known: Known) -> Outcome[StudentRow, KnownStudent]:
    def by_name(nth: int) -> Callable[[StudentRow], Keys]:
        return lambda row: [(key, row.birth_date) for key in name_keys(row.name)[nth : nth + 1]]

    def known_keys(student: KnownStudent) -> Keys:
        return [(name_key(student.name), student.birth_date)]

    def same(row: StudentRow, student: KnownStudent) -> bool:
        same_class = fold(row.class_name) == fold(student.class_name)
        return same_class and _same_name(row.name, student.name)

    tiers = [(by_name(0), known_keys), (by_name(1), known_keys)]
    matched = _matched(roll.students, known.students, tiers)
    return _outcome(
        roll.students, known.students, matched, same, is_given=Part.STUDENTS in roll.files
    )


def _teachers(roll: Roll, known: Known) -> Outcome[TeacherRow, KnownTeacher]:
    def in_class(person: TeacherRow | KnownTeacher) -> Keys:
        return [(name_key(person.name), fold(name)) for name in person.class_names]

    def by_name(person: TeacherRow | KnownTeacher) -> Keys:
        return [name_key(person.name)]

    def by_any_name(row: TeacherRow) -> Keys:
        return [*name_keys(row.name)]

    def same(row: TeacherRow, teacher: KnownTeacher) -> bool:
        same_classes = {*map(fold, row.class_names)} == {*map(fold, teacher.class_names)}
        same_duty = row.is_head == teacher.is_head
        return same_classes and same_duty and _same_name(row.name, teacher.name)

    tiers: list[Tier[TeacherRow, KnownTeacher]]
    tiers = [(in_class, in_class), (by_name, by_name), (by_any_name, by_name)]
    matched = _matched(roll.teachers, known.teachers, tiers)
    return _outcome(
        roll.teachers, known.teachers, matched, same, is_given=Part.TEACHERS in roll.files
    )


def _parents(
    roll: Roll, families: Sequence[Guardian], known: Known, known_ids: dict[Child, int]
) -> Outcome[Guardian, KnownParent]:
    def same_children(guardian: Guardian) -> Keys:
        if not known_ids.keys() >= set(guardian.children):
            return []
        children = frozenset(known_ids[child] for child in guardian.children)
        return [(name_key(guardian.row.name), children)]

    def known_children(parent: KnownParent) -> Keys:
        return [(name_key(parent.name), parent.children)]

    def each_child(guardian: Guardian) -> Keys:
        ids = [known_ids[child] for child in guardian.children if child in known_ids]
        return [(key, child) for key in name_keys(guardian.row.name) for child in ids]

    def each_known_child(parent: KnownParent) -> Keys:
        return [(name_key(parent.name), child) for child in sorted(parent.children)]

    def same(guardian: Guardian, parent: KnownParent) -> bool:
        return _same_name(guardian.row.name, parent.name)

    tiers: list[Tier[Guardian, KnownParent]]
    tiers = [(same_children, known_children), (each_child, each_known_child)]
    matched = _matched(families, known.parents, tiers)
    return _outcome(families, known.parents, matched, same, is_given=Part.PARENTS in roll.files)


def _classes(roll: Roll, known: Known) -> Outcome[ClassRow, KnownClass]:
    def by_name(row: ClassRow | KnownClass) -> Keys:
        return [fold(row.name)]

    def same(row: ClassRow, known_class: KnownClass) -> bool:
        return row.level in {"", known_class.level}

    tiers: list[Tier[ClassRow, KnownClass]] = [(by_name, by_name)]
    matched = _matched(roll.classes, known.classes, tiers)
    return _outcome(
        roll.classes, known.classes, matched, same, is_given=Part.STUDENTS in roll.files
    )


def _links(
    roll: Roll, parents: Outcome[Guardian, KnownParent], known: Known, known_ids: dict[Child, int]
) -> Outcome[tuple[Guardian, Child], tuple[int, int]]:
    links: Outcome[tuple[Guardian, Child], tuple[int, int]] = Outcome()
    links.new = [(guardian, child) for guardian in parents.new for child in guardian.children]
    told = set()
    for guardian, parent in parents.changed + parents.unchanged:
        for child in guardian.children:
            child_id = known_ids.get(child)
            if child_id is not None and child_id in parent.children:
                told.add((parent.id, child_id))
                links.unchanged.append(((guardian, child), (parent.id, child_id)))
            else:
                links.new.append((guardian, child))
    if Part.PARENTS in roll.files:
        children = {student.id for student in known.students if not student.is_closed}
        parents_left = (parent for parent in known.parents if not parent.is_closed)
        has = ((p.id, child) for p in parents_left for child in sorted(p.children & children))
        links.missing = [link for link in has if link not in told]
    return links


def _closed(plan: RollPlan, files: dict[Part, str]) -> Iterator[Problem]:
    """Whoever is on the roll and has a closed account: an import opens none again."""
    students = plan.students.changed + plan.students.unchanged
    teachers = plan.teachers.changed + plan.teachers.unchanged
    parents = plan.parents.changed + plan.parents.unchanged
    found = [
        *((Part.STUDENTS, row.line, known.name) for row, known in students if known.is_closed),
        *((Part.TEACHERS, row.line, known.name) for row, known in teachers if known.is_closed),
        *((Part.PARENTS, one.row.line, known.name) for one, known in parents if known.is_closed),
    ]
    for part, line, name in found:
        params = {"name": str(name)}
        yield Problem(Kind.ACCOUNT_CLOSED, files[part], line, params=params)


def _matched(
    rows: Sequence[Given], known: Sequence[Has], tiers: Iterable[Tier[Given, Has]]
) -> dict[Given, Has]:
    """Each row with at most one known, and each known with at most one row; surer tiers first."""
    pairs: dict[Given, Has] = {}
    claimed: set[int] = set()
    for row_keys, known_keys in tiers:
        index: defaultdict[Hashable, list[Has]] = defaultdict(list)
        for candidate in reversed(known):
            for key in known_keys(candidate):
                index[key].append(candidate)
        for row in rows:
            for key in () if row in pairs else row_keys(row):
                candidates = index.get(key, [])
                while candidates and candidates[-1].id in claimed:
                    candidates.pop()
                if candidates:
                    pairs[row] = candidates.pop()
                    claimed.add(pairs[row].id)
                    break
    return pairs


def _outcome(
    rows: Iterable[Given],
    known: Iterable[Has],
    matched: dict[Given, Has],
    same: Callable[[Given, Has], bool],
    *,
    is_given: bool,
) -> Outcome[Given, Has]:
    outcome: Outcome[Given, Has] = Outcome()
    for row in rows:
        if row not in matched:
            outcome.new.append(row)
        elif same(row, matched[row]):
            outcome.unchanged.append((row, matched[row]))
        else:
            outcome.changed.append((row, matched[row]))
    if is_given:
        found = {person.id for person in matched.values()}
        outcome.missing = [one for one in known if one.id not in found and not one.is_closed]
    return outcome


def _same_name(given: PersonName, has: PersonName) -> bool:
    return same_spelling(has.last, given.last) and same_spelling(has.first, given.first)
