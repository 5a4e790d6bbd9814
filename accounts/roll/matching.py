"""Compares a roll with what the school knows. Pure: it reads nothing and changes nothing.

Who is who, the surest first:

- what somebody decided about a line;
- an external id, where a name or the birth date agrees: ids of some exports are numbers of lines;
- students by folded names and birth date; somebody who takes a usage name is found again by the
  birth name;
- teachers, staff and guests by folded names (a shared class decides among teachers of one name),
  unless both have an id;
- parents by folded names *and* a child in common. A name alone never matches a parent, not even
  the only one of that name: an account whose children have left may belong to somebody else, and
  would show the new child to a stranger. The one exception is a line without any child found and
  an account without any child: neither shows anybody anything.

Everything is found through dictionaries, so the work grows with the number of people.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from accounts.roll.deciding import Deciding
from accounts.roll.families import guardians
from accounts.roll.homonyms import find_homonyms
from accounts.roll.ids import contradictions
from accounts.roll.known import (
    Known,
    KnownClass,
    KnownParent,
    KnownPerson,
    KnownStudent,
    KnownTeacher,
)
from accounts.roll.names import folded, forget_names, name_key, name_keys, same_spelling
from accounts.roll.pairing import GivenPerson, Keys, Tier, matched, outcome
from accounts.roll.plan import Child, Guardian, Outcome, RollPlan
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import (
    ClassRow,
    Part,
    PersonRow,
    Roll,
    StudentRow,
    TeacherRow,
)
from accounts.roll.several_profiles import shared_accounts
from accounts.roll.teachers import joined_teachers


def plan_roll(roll: Roll, known: Known) -> RollPlan:
    try:
        return _plan(roll, known)
    finally:
        forget_names()


def _plan(roll: Roll, known: Known) -> RollPlan:
    problems: list[Problem] = []
    deciding = Deciding(roll.people, known)
    students = _students(roll, known, deciding)
    known_ids: dict[Child, int] = {student: student.id for student in known.students}
    known_ids |= {row: student.id for row, student in students.matched()}
    families = guardians(roll, known, known_ids, problems)
    parents = _parents(roll, families, known, known_ids, deciding)
    teachers = joined_teachers(roll, known.teachers, problems)
    plan = RollPlan(
        students=students,
        teachers=_teachers(roll, teachers, known, deciding),
        parents=parents,
        staff=_others(roll, Part.STAFF, roll.staff, known.staff, deciding),
        guests=_others(roll, Part.GUESTS, roll.guests, known.guests, deciding),
        classes=_classes(roll, known),
        guardian_links=_links(roll, parents, known, known_ids),
        homonyms=[],
        problems=problems,
    )
    problems.extend(contradictions(plan, known))
    problems.extend(_closed(plan))
    plan.shared = shared_accounts(plan, roll, known)
    plan.homonyms = find_homonyms(plan)
    return plan


def _by_id(row: GivenPerson) -> Keys:
    if not row.external_id:
        return []
    own = row.external_id
    keys: Keys = [
        (own, "name", part) for last, first in name_keys(row.name) for part in (last, first)
    ]
    born = row.birth_date if isinstance(row, StudentRow) else None
    return [*keys, (own, "born", born)] if born else keys


def _by_known_id(person: KnownPerson) -> Keys:
    if not person.external_id:
        return []
    own = person.external_id
    keys: Keys = [(own, "name", part) for part in name_key(person.name)]
    born = person.birth_date if isinstance(person, KnownStudent) else None
    return [*keys, (own, "born", born)] if born else keys


def _by_name(row: GivenPerson) -> Keys:
    """An id that stands on both sides and differs makes two people of one name."""
    return [(key, bool(row.external_id)) for key in name_keys(row.name)]


def _by_known_name(person: KnownPerson) -> Keys:
    key = name_key(person.name)
    return [(key, False)] if person.external_id else [(key, False), (key, True)]


def _students(roll: Roll, known: Known, deciding: Deciding) -> Outcome[StudentRow, KnownStudent]:
    def by_name(nth: int) -> Callable[[StudentRow], Keys]:
        return lambda row: [(key, row.birth_date) for key in name_keys(row.name)[nth : nth + 1]]

    def known_keys(student: KnownStudent) -> Keys:
        return [(name_key(student.name), student.birth_date)]

    def same(row: StudentRow, student: KnownStudent) -> bool:
        return (
            row.birth_date == student.birth_date
            and _same_classes(row.class_names, student.class_names)
            and _same_person(row, student)
        )

    tiers: list[Tier[StudentRow, KnownStudent]]
    tiers = [(_by_id, _by_known_id), (by_name(0), known_keys), (by_name(1), known_keys)]
    decided = deciding.pairs(Part.STUDENTS, roll.students, known.students)
    pairs = matched(roll.students, known.students, tiers, decided)
    return outcome(roll.students, known.students, pairs, same, is_given=Part.STUDENTS in roll.given)


def _teachers(
    roll: Roll, rows: Sequence[TeacherRow], known: Known, deciding: Deciding
) -> Outcome[TeacherRow, KnownTeacher]:
    def in_class(row: TeacherRow) -> Keys:
        classes = [folded(name) for name in row.class_names or ()]
        return [(key, name) for key in _by_name(row) for name in classes]

    def known_in_class(teacher: KnownTeacher) -> Keys:
        classes = [folded(name) for name in teacher.class_names]
        return [(key, name) for key in _by_known_name(teacher) for name in classes]

    def same(row: TeacherRow, teacher: KnownTeacher) -> bool:
        return (
            row.is_head in {None, teacher.is_head}
            and _same_classes(row.class_names, teacher.class_names)
            and _same_person(row, teacher)
        )

    tiers: list[Tier[TeacherRow, KnownTeacher]]
    tiers = [(_by_id, _by_known_id), (in_class, known_in_class), (_by_name, _by_known_name)]
    decided = deciding.pairs(Part.TEACHERS, rows, known.teachers)
    pairs = matched(rows, known.teachers, tiers, decided)
    return outcome(rows, known.teachers, pairs, same, is_given=Part.TEACHERS in roll.given)


def _parents(
    roll: Roll,
    families: Sequence[Guardian],
    known: Known,
    known_ids: dict[Child, int],
    deciding: Deciding,
) -> Outcome[Guardian, KnownParent]:
    def same_children(guardian: Guardian) -> Keys:
        if not known_ids.keys() >= set(guardian.children):
            return []
        children = frozenset(known_ids[child] for child in guardian.children)
        return [(name_key(guardian.name), children)]

    def known_children(parent: KnownParent) -> Keys:
        return [(name_key(parent.name), parent.children)]

    def each_child(guardian: Guardian) -> Keys:
        ids = [known_ids[child] for child in guardian.children if child in known_ids]
        return [(key, child) for key in name_keys(guardian.name) for child in ids]

    def each_known_child(parent: KnownParent) -> Keys:
        return [(name_key(parent.name), child) for child in sorted(parent.children)]

    def same(guardian: Guardian, parent: KnownParent) -> bool:
        return _same_person(guardian, parent)

    tiers: list[Tier[Guardian, KnownParent]]
    tiers = [
        (_by_id, _by_known_id),
        (same_children, known_children),
        (each_child, each_known_child),
    ]
    decided = deciding.pairs(Part.PARENTS, families, known.parents)
    pairs = matched(families, known.parents, tiers, decided)
    return outcome(families, known.parents, pairs, same, is_given=Part.PARENTS in roll.given)


def _others(
    roll: Roll,
    part: Part,
    rows: Sequence[PersonRow],
    known: Sequence[KnownPerson],
    deciding: Deciding,
) -> Outcome[PersonRow, KnownPerson]:
    tiers: list[Tier[PersonRow, KnownPerson]]
    tiers = [(_by_id, _by_known_id), (_by_name, _by_known_name)]
    pairs = matched(rows, known, tiers, deciding.pairs(part, rows, known))
    return outcome(rows, known, pairs, _same_person, is_given=part in roll.given)


def _classes(roll: Roll, known: Known) -> Outcome[ClassRow, KnownClass]:
    def by_name(row: ClassRow | KnownClass) -> Keys:
        return [folded(row.name)]

    def same(row: ClassRow, known_class: KnownClass) -> bool:
        return row.level in {"", known_class.level}

    tiers: list[Tier[ClassRow, KnownClass]] = [(by_name, by_name)]
    pairs = matched(roll.classes, known.classes, tiers, {})
    return outcome(roll.classes, known.classes, pairs, same, is_given=Part.STUDENTS in roll.given)


def _links(
    roll: Roll, parents: Outcome[Guardian, KnownParent], known: Known, known_ids: dict[Child, int]
) -> Outcome[tuple[Guardian, Child], tuple[int, int]]:
    links: Outcome[tuple[Guardian, Child], tuple[int, int]] = Outcome()
    links.new = [(guardian, child) for guardian in parents.new for child in guardian.children]
    told = set()
    for guardian, parent in parents.matched():
        for child in guardian.children:
            child_id = known_ids.get(child)
            if child_id is not None and child_id in parent.children:
                told.add((parent.id, child_id))
                links.unchanged.append(((guardian, child), (parent.id, child_id)))
            else:
                links.new.append((guardian, child))
    if Part.PARENTS in roll.given:
        children = {student.id for student in known.students if not student.is_closed}
        parents_left = (parent for parent in known.parents if not parent.is_closed)
        has = ((p.id, child) for p in parents_left for child in sorted(p.children & children))
        links.missing = [link for link in has if link not in told]
    return links


def _closed(plan: RollPlan) -> Iterator[Problem]:
    """Whoever is on the roll and has a closed account: an import opens none again."""
    for part in Part:
        for row, known in plan.outcome(part).matched():
            if known.is_closed:
                yield Problem.on_line(Kind.ACCOUNT_CLOSED, row.place, name=str(known.name))


def _same_person(row: GivenPerson, has: KnownPerson) -> bool:
    given, known = row.name, has.name
    return (
        row.external_id in {"", has.external_id}
        and same_spelling(known.last, given.last)
        and same_spelling(known.first, given.first)
    )


def _same_classes(given: tuple[str, ...] | None, known: Iterable[str]) -> bool:
    return given is None or {*map(folded, given)} == {*map(folded, known)}
