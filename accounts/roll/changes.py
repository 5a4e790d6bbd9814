"""A plan as somebody reads it: who would be new, moved, changed or missing, by profile and class."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from accounts.logins import fold
from accounts.roll.known import KnownPerson, KnownStudent, KnownTeacher
from accounts.roll.names import same_spelling
from accounts.roll.plan import Child, Guardian, RollPlan
from accounts.roll.records import ClassMemberRow, Part, PersonRow, StudentRow, TeacherRow

CLASSES = "classes"
LINKS = "guardian_links"


class Happening(StrEnum):
    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    MISSING = "missing"


class Change(NamedTuple):
    """`class_name` is where the person will be, or is missing from; `before` says what goes.

    `known_id` is the membership, if there is one; `account` the one a new person has already;
    `is_head` is given only where that changes.
    """

    part: str
    class_name: str
    happening: Happening
    name: str
    before: str = ""
    after: str = ""
    known_id: int | None = None
    account: int | None = None
    is_head: bool | None = None


def changes_of(plan: RollPlan) -> list[Change]:
    """All that applying the plan would change, and who is missing, by class and name."""
    found = [*_classes(plan), *_links(plan)]
    classes_of = _classes_of_parents(plan)
    for part in Part:
        outcome = plan.outcome(part)
        for one in outcome.new:
            row = _row(one)
            found.append(
                Change(
                    part,
                    _class_of(one),
                    Happening.NEW,
                    str(one.name),
                    account=plan.shared.user_of(row),
                )
            )
        found += [_changed(part, one, known) for one, known in outcome.changed]
        for known in outcome.missing:
            class_name = classes_of.get(known.id, _class_known(known))
            found.append(
                Change(part, class_name, Happening.MISSING, str(known.name), known_id=known.id)
            )
    return sorted(found, key=lambda change: (*change[:2], change.happening, fold(change.name)))


def fingerprint(changes: list[Change]) -> str:
    """The same for the same changes, whoever computes it and when."""
    said = sorted(repr(tuple(str(cell) for cell in change)) for change in changes)
    return sha256("\n".join(said).encode()).hexdigest()


def counts_of(plan: RollPlan, changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Of each part, how many are on the roll and what becomes of them."""
    counts = plan.counts()
    for of_part in counts.values():
        of_part["moved"] = 0
    for change in changes:
        if change.happening is Happening.MOVED:
            counts[change.part]["moved"] += 1
            counts[change.part]["changed"] -= 1
    return counts


def _row(one: PersonRow | Guardian) -> PersonRow:
    return one.row if isinstance(one, Guardian) else one


def _classes(plan: RollPlan) -> Iterator[Change]:
    for row in plan.classes.new:
        yield Change(CLASSES, row.name, Happening.NEW, row.name, after=row.level)
    for row, known in plan.classes.changed:
        yield Change(
            CLASSES, row.name, Happening.CHANGED, known.name, known.level, row.level, known.id
        )
    for known in plan.classes.missing:
        yield Change(
            CLASSES, known.name, Happening.MISSING, known.name, known.level, known_id=known.id
        )


def _links(plan: RollPlan) -> Iterator[Change]:
    for guardian, child in plan.guardian_links.new:
        yield Change(
            LINKS, _class_of(child), Happening.NEW, str(guardian.name), after=str(child.name)
        )
    parents = {known.id: known for known in plan.parents.missing}
    parents |= {known.id: known for _guardian, known in plan.parents.matched()}
    students = {known.id: known for known in plan.students.missing}
    students |= {known.id: known for _row, known in plan.students.matched()}
    for parent_id, student_id in plan.guardian_links.missing:
        parent, student = parents.get(parent_id), students.get(student_id)
        yield Change(
            LINKS,
            _class_known(student) if student else "",
            Happening.MISSING,
            str(parent.name) if parent else "",
            str(student.name) if student else "",
            known_id=parent_id,
        )


def _changed(part: Part, one: PersonRow | Guardian, known: KnownPerson) -> Change:
    row = _row(one)
    before, after = [], []
    for old, new in _differences(row, known):
        before.append(old)
        after.append(new)
    moved = _class_pair(row, known)
    if moved:
        before.append(moved[0])
        after.append(moved[1])
    return Change(
        part,
        _class_of(one) or _class_known(known),
        Happening.MOVED if moved else Happening.CHANGED,
        str(known.name),
        ", ".join(before),
        ", ".join(after),
        known.id,
        is_head=_becomes_head(row, known),
    )


def _differences(row: PersonRow, known: KnownPerson) -> Iterator[tuple[str, str]]:
    if not known.is_elsewhere:
        yield from _differences_of_account(row, known)
    if row.external_id not in {"", known.external_id}:
        yield known.external_id, row.external_id


def _differences_of_account(row: PersonRow, known: KnownPerson) -> Iterator[tuple[str, str]]:
    given, has = row.name, known.name
    if not (same_spelling(has.last, given.last) and same_spelling(has.first, given.first)):
        yield str(has), str(given)
    born = known.birth_date if isinstance(known, KnownStudent) else None
    if isinstance(row, StudentRow) and row.birth_date != born:
        yield str(born or ""), str(row.birth_date)


def _becomes_head(row: PersonRow, known: KnownPerson) -> bool | None:
    if isinstance(row, TeacherRow) and isinstance(known, KnownTeacher):
        return None if row.is_head == known.is_head else row.is_head
    return None


def _class_pair(row: PersonRow, known: KnownPerson) -> tuple[str, str] | None:
    """The classes before and after, if they differ."""
    if not isinstance(known, KnownStudent | KnownTeacher) or not isinstance(row, ClassMemberRow):
        return None
    if row.class_names is None or {*map(fold, row.class_names)} == {*map(fold, known.class_names)}:
        return None
    return _class_known(known), ", ".join(row.class_names)


def _class_of(one: PersonRow | Guardian | Child) -> str:
    """That of a parent is their first child's: one class for each, or there would be dozens."""
    if isinstance(one, Guardian):
        return _class_of(one.children[0]) if one.children else ""
    if isinstance(one, KnownPerson):
        return _class_known(one)
    return ", ".join(one.class_names or ()) if isinstance(one, ClassMemberRow) else ""


def _class_known(known: KnownPerson) -> str:
    if isinstance(known, KnownStudent | KnownTeacher):
        return ", ".join(sorted(known.class_names))
    return ""


def _classes_of_parents(plan: RollPlan) -> dict[int, str]:
    """The class of a child of each parent who is missing, as it was."""
    children = {known.id: known for known in plan.students.missing}
    children |= {known.id: known for _row, known in plan.students.matched()}
    found = {}
    for parent in plan.parents.missing:
        mine = [children[child] for child in sorted(parent.children) if child in children]
        found[parent.id] = _class_known(mine[0]) if mine else ""
    return found
