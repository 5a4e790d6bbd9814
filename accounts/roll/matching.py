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

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

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
from accounts.roll.plan import Child, Guardian, Outcome, RollPlan
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import (
    ClassRow,
    Part,
    PersonName,
    PersonRow,
    Place,
    Roll,
    StudentRow,
    TeacherRow,
    Who,
)
from accounts.roll.several_profiles import shared_accounts
from accounts.roll.teachers import joined_teachers


class _Known(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def is_closed(self) -> bool: ...


class _Given(Protocol):
    @property
    def place(self) -> Place: ...
    @property
    def name(self) -> PersonName: ...
    @property
    def external_id(self) -> str: ...


Given = TypeVar("Given", bound=Hashable)
Has = TypeVar("Has", bound=_Known)
Person = TypeVar("Person", bound=_Given)
KnownOne = TypeVar("KnownOne", bound=KnownPerson)
Keys = list[Hashable]
Tier = tuple[Callable[[Given], Keys], Callable[[Has], Keys]]


def plan_roll(roll: Roll, known: Known) -> RollPlan:
    try:
        return _plan(roll, known)
    finally:
        forget_names()


def _plan(roll: Roll, known: Known) -> RollPlan:
    problems: list[Problem] = []
    deciding = _Deciding(roll.people, known)
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


class _Deciding:
    """What somebody said of the lines, in the terms of one part."""

    def __init__(self, decided: Mapping[Place, Who], known: Known) -> None:
        self._decided = decided
        people = [*known.people()] if decided else []
        self._users = {person.id: person.user_id for _part, person in people}
        self._known: dict[tuple[Part, int | None], int]
        self._known = {(part, p.user_id): p.id for part, p in reversed(people) if p.user_id}

    def pairs(
        self, part: Part, rows: Iterable[Person], known: Iterable[KnownOne]
    ) -> dict[Person, KnownOne | None]:
        """Whom the decided lines are, None for nobody known.

        A membership of another profile means that person's own of this part, if there is one.
        """
        if not self._decided:
            return {}
        by_id = {one.id: one for one in known}
        found: dict[Person, KnownOne | None] = {}
        for row in rows:
            who = self._decided.get(row.place)
            if who is not None and who.membership is not None:
                same_user = self._known.get((part, self._users.get(who.membership)), 0)
                found[row] = by_id.get(who.membership) or by_id.get(same_user)
            elif who is not None and who.line is None:
                found[row] = None
        return found


def _by_id(row: _Given) -> Keys:
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


def _by_name(row: _Given) -> Keys:
    """An id that stands on both sides and differs makes two people of one name."""
    return [(key, bool(row.external_id)) for key in name_keys(row.name)]


def _by_known_name(person: KnownPerson) -> Keys:
    key = name_key(person.name)
    return [(key, False)] if person.external_id else [(key, False), (key, True)]


def _students(roll: Roll, known: Known, deciding: _Deciding) -> Outcome[StudentRow, KnownStudent]:
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
    matched = _matched(roll.students, known.students, tiers, decided)
    return _outcome(
        roll.students, known.students, matched, same, is_given=Part.STUDENTS in roll.given
    )


def _teachers(
    roll: Roll, rows: Sequence[TeacherRow], known: Known, deciding: _Deciding
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
    matched = _matched(rows, known.teachers, tiers, decided)
    return _outcome(rows, known.teachers, matched, same, is_given=Part.TEACHERS in roll.given)


def _parents(
    roll: Roll,
    families: Sequence[Guardian],
    known: Known,
    known_ids: dict[Child, int],
    deciding: _Deciding,
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
    matched = _matched(families, known.parents, tiers, decided)
    return _outcome(families, known.parents, matched, same, is_given=Part.PARENTS in roll.given)


def _others(
    roll: Roll,
    part: Part,
    rows: Sequence[PersonRow],
    known: Sequence[KnownPerson],
    deciding: _Deciding,
) -> Outcome[PersonRow, KnownPerson]:
    tiers: list[Tier[PersonRow, KnownPerson]]
    tiers = [(_by_id, _by_known_id), (_by_name, _by_known_name)]
    matched = _matched(rows, known, tiers, deciding.pairs(part, rows, known))
    return _outcome(rows, known, matched, _same_person, is_given=part in roll.given)


def _classes(roll: Roll, known: Known) -> Outcome[ClassRow, KnownClass]:
    def by_name(row: ClassRow | KnownClass) -> Keys:
        return [folded(row.name)]

    def same(row: ClassRow, known_class: KnownClass) -> bool:
        return row.level in {"", known_class.level}

    tiers: list[Tier[ClassRow, KnownClass]] = [(by_name, by_name)]
    matched = _matched(roll.classes, known.classes, tiers, {})
    return _outcome(
        roll.classes, known.classes, matched, same, is_given=Part.STUDENTS in roll.given
    )


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


def _matched(
    rows: Sequence[Given],
    known: Sequence[Has],
    tiers: Iterable[Tier[Given, Has]],
    decided: Mapping[Given, Has | None],
) -> dict[Given, Has]:
    """Each row with at most one known, and each known with at most one row; surer tiers first."""
    pairs: dict[Given, Has] = {row: has for row, has in decided.items() if has is not None}
    claimed: set[int] = {has.id for has in pairs.values()}
    rows = [row for row in rows if row not in decided]
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


def _same_person(row: _Given, has: KnownPerson) -> bool:
    given, known = row.name, has.name
    return (
        row.external_id in {"", has.external_id}
        and same_spelling(known.last, given.last)
        and same_spelling(known.first, given.first)
    )


def _same_classes(given: tuple[str, ...] | None, known: Iterable[str]) -> bool:
    return given is None or {*map(folded, given)} == {*map(folded, known)}
