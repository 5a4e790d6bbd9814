"""People with one name whom the import keeps apart, listed for somebody who knows them.

Parents and teachers are listed whenever two have one name. A birth date tells students apart, so
they are listed only when a new one has the name of one who is missing: a date put right, perhaps.
"""

from collections.abc import Iterable, Iterator

from accounts.roll.families import NameKey, name_key
from accounts.roll.plan import Homonym, Namesake, RollPlan
from accounts.roll.records import Part, PersonName

Person = tuple[PersonName, Namesake]


def find_homonyms(plan: RollPlan) -> list[Homonym]:
    """Groups of two or more; who is missing is listed only beside somebody on the roll."""
    gone_names = {name_key(student.name) for student in plan.students.missing}
    new_students = (
        (row.name, Namesake(row.line))
        for row in plan.students.new
        if name_key(row.name) in gone_names
    )
    gone_students = ((s.name, Namesake(None, s.id)) for s in plan.students.missing)
    gone_teachers = ((t.name, Namesake(None, t.id)) for t in plan.teachers.missing)
    return [
        *_groups(Part.STUDENTS, new_students, gone_students),
        *_groups(Part.TEACHERS, _teachers(plan), gone_teachers),
        *_groups(Part.PARENTS, _parents(plan), _gone_parents(plan)),
    ]


def _groups(part: Part, present: Iterable[Person], missing: Iterable[Person]) -> Iterator[Homonym]:
    groups: dict[NameKey, list[Person]] = {}
    for person in present:
        groups.setdefault(name_key(person[0]), []).append(person)
    for person in missing:
        if group := groups.get(name_key(person[0])):
            group.append(person)
    for group in groups.values():
        if len(group) > 1:
            yield Homonym(part, group[0][0], tuple(namesake for _, namesake in group))


def _teachers(plan: RollPlan) -> Iterator[Person]:
    for row in plan.teachers.new:
        yield row.name, Namesake(row.line)
    for row, known in plan.teachers.changed + plan.teachers.unchanged:
        yield row.name, Namesake(row.line, known.id)


def _parents(plan: RollPlan) -> Iterator[Person]:
    matched = plan.parents.changed + plan.parents.unchanged
    known_ids = {guardian: known.id for guardian, known in matched}
    for guardian in sorted(plan.parents.new + list(known_ids), key=lambda g: g.row.line):
        children = tuple(str(child.name) for child in guardian.children)
        yield (
            guardian.row.name,
            Namesake(guardian.row.line, known_ids.get(guardian), children),
        )


def _gone_parents(plan: RollPlan) -> Iterator[Person]:
    students = plan.students
    names = {s.id: str(s.name) for _, s in students.changed + students.unchanged}
    names |= {student.id: str(student.name) for student in students.missing}
    for parent in plan.parents.missing:
        children = tuple(names[child] for child in sorted(parent.children) if child in names)
        yield parent.name, Namesake(None, parent.id, children)
