"""What an import did, in ids and counts: names would outlive the people they belong to."""

from typing import Any

from accounts.logins import fold
from accounts.roll.application import Made
from accounts.roll.changes import Happening, changes_of, counts_of
from accounts.roll.known import KnownPerson, KnownStudent, KnownTeacher
from accounts.roll.plan import Homonym, RollPlan
from accounts.roll.records import Part


def outcome_of(plan: RollPlan, made: Made) -> dict[str, Any]:
    """`made` are the memberships of the new people, by their lines.

    `former_classes` are the ids of the classes that people left; `dropped_links` pair a guardian
    with a child whom the roll no longer names together.
    """
    changes = changes_of(plan)
    people: dict[str, dict[str, list[int]]] = {}
    for part in Part:
        ids: dict[str, list[int]] = {happening: [] for happening in Happening}
        ids[Happening.NEW] = [made[part, one.place] for one in plan.outcome(part).new]
        people[part] = ids
    for change in changes:
        if change.part in people and change.known_id is not None:
            people[change.part][change.happening].append(change.known_id)
    return {
        "counts": counts_of(plan, changes),
        "homonyms": [_ids(homonym, made) for homonym in plan.homonyms],
        "people": people,
        "former_classes": _former_classes(plan, people),
        "dropped_links": [list(link) for link in plan.guardian_links.missing],
    }


def _ids(homonym: Homonym, made: Made) -> list[int]:
    ids = (person.known_id or made.get((person.part, person.place)) for person in homonym.people)
    return [pk for pk in ids if pk]


def _former_classes(
    plan: RollPlan, people: dict[str, dict[str, list[int]]]
) -> dict[str, list[int]]:
    known = [known for _row, known in plan.classes.matched()] + plan.classes.missing
    class_ids = {fold(each.name): each.id for each in known}
    moved = {pk for ids in people.values() for pk in ids[Happening.MOVED]}
    gone: list[KnownPerson] = [
        *(known for _row, known in plan.students.changed),
        *(known for _row, known in plan.teachers.changed),
    ]
    return {
        str(person.id): [
            class_ids[fold(name)] for name in person.class_names if fold(name) in class_ids
        ]
        for person in gone
        if person.id in moved and isinstance(person, KnownStudent | KnownTeacher)
    }
