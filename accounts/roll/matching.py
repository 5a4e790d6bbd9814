"""Compares a roll with what the school knows. Pure: it reads nothing and changes nothing.

Who is who, the surest first: what somebody decided about a line; an external id, where a name or
the birth date agrees, because ids of some exports are numbers of lines; then the names, with what
each profile has besides (`students`, `teachers`, `parents`, `others`).

Everything is found through dictionaries, so the work grows with the number of people.
"""

from collections.abc import Iterator

from accounts.roll.deciding import Deciding
from accounts.roll.homonyms import find_homonyms
from accounts.roll.ids import contradictions
from accounts.roll.known import Known, KnownClass, KnownParent, KnownStudent
from accounts.roll.names import folded, forget_names
from accounts.roll.others import others_of
from accounts.roll.pairing import Keys, Tier, matched, outcome
from accounts.roll.parents import ids_of_children, parents_of
from accounts.roll.plan import Child, Guardian, Outcome, RollPlan
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ClassRow, Part, Roll, StudentRow
from accounts.roll.several_profiles import shared_accounts
from accounts.roll.signs import contradicts_account
from accounts.roll.students import students_of
from accounts.roll.teachers import teachers_of


def plan_roll(roll: Roll, known: Known) -> RollPlan:
    try:
        return _plan(roll, known)
    finally:
        forget_names()


def _plan(roll: Roll, known: Known) -> RollPlan:
    problems: list[Problem] = []
    deciding = Deciding(roll.people, known)
    students = students_of(roll, known, deciding, problems)
    parents = parents_of(roll, known, students, deciding, problems)
    plan = RollPlan(
        students=students,
        teachers=teachers_of(roll, known, deciding, problems),
        parents=parents,
        staff=others_of(Part.STAFF, roll, known, deciding, problems),
        guests=others_of(Part.GUESTS, roll, known, deciding, problems),
        classes=_classes(roll, known),
        guardian_links=_links(roll, known, students, parents),
        homonyms=[],
        problems=problems,
    )
    problems.extend(contradictions(plan, known))
    problems.extend(_left_as_they_are(plan))
    plan.shared = shared_accounts(plan, roll, known)
    plan.homonyms = find_homonyms(plan)
    return plan


def _classes(roll: Roll, known: Known) -> Outcome[ClassRow, KnownClass]:
    def by_name(row: ClassRow | KnownClass) -> Keys:
        return [folded(row.name)]

    def same(row: ClassRow, known_class: KnownClass) -> bool:
        return row.level in {"", known_class.level}

    tiers: list[Tier[ClassRow, KnownClass]] = [(by_name, by_name)]
    pairs = matched(roll.classes, known.classes, tiers, {})
    return outcome(roll.classes, known.classes, pairs, same, is_given=Part.STUDENTS in roll.given)


def _links(
    roll: Roll,
    known: Known,
    students: Outcome[StudentRow, KnownStudent],
    parents: Outcome[Guardian, KnownParent],
) -> Outcome[tuple[Guardian, Child], tuple[int, int]]:
    known_ids = ids_of_children(known, students)
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


def _left_as_they_are(plan: RollPlan) -> Iterator[Problem]:
    """An import opens no closed account again, and changes none that another school relies on."""
    for part in Part:
        for row, known in plan.outcome(part).matched():
            if known.is_closed:
                yield Problem.on_line(Kind.ACCOUNT_CLOSED, row.place, name=str(known.name))
            if known.is_elsewhere and contradicts_account(row, known):
                yield Problem.on_line(
                    Kind.ACCOUNT_OF_OTHER_SCHOOLS, row.place, name=str(known.name)
                )
