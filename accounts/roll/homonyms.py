"""People with one name, listed side by side for somebody who knows them.

Adults are listed whenever two have one name, whatever their profiles: a teacher may be a parent
too. A birth date tells students apart, so they are listed only when two were born the same day, or
when a new one has the name of one who is missing: a date put right, perhaps.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from accounts.roll.known import KnownParent, KnownPerson, KnownStudent, KnownTeacher
from accounts.roll.names import NameKey, name_key
from accounts.roll.plan import Child, Given, Guardian, Has, Homonym, Namesake, Outcome, RollPlan
from accounts.roll.records import ClassMemberRow, Part, PersonName, PersonRow, StudentRow

ADULTS = tuple(part for part in Part if part is not Part.STUDENTS)


def find_homonyms(plan: RollPlan) -> list[Homonym]:
    """Groups of two or more; who is missing is listed only beside somebody on the roll.

    One person with several profiles is no homonym of themselves.
    """
    telling = _Telling(plan)
    students = telling.all_on_roll(Part.STUDENTS, _hardly_told_apart(plan.students))
    adults = [
        person
        for part in ADULTS
        for person in telling.all_on_roll(part, _everybody(plan.outcome(part)))
    ]
    gone_adults = [person for part in ADULTS for person in telling.all_missing(part)]
    return [
        *_groups(students, telling.all_missing(Part.STUDENTS)),
        *_groups(adults, gone_adults),
    ]


def _everybody(outcome: Outcome[Given, Has]) -> Iterator[tuple[Given, Has | None]]:
    """Everybody of a part, with whom the school knows them as."""
    yield from ((row, None) for row in outcome.new)
    yield from outcome.matched()


def _hardly_told_apart(
    students: Outcome[StudentRow, KnownStudent],
) -> Iterator[tuple[StudentRow, KnownStudent | None]]:
    gone = {name_key(student.name) for student in students.missing}
    twins = Counter((name_key(row.name), row.birth_date) for row in students.rows())
    for row, known in _everybody(students):
        key = name_key(row.name)
        if twins[key, row.birth_date] > 1 or (known is None and key in gone):
            yield row, known


@dataclass(frozen=True, slots=True)
class _Person:
    name: PersonName
    namesake: Namesake
    account: Hashable


def _groups(present: Iterable[_Person], missing: Iterable[_Person]) -> Iterator[Homonym]:
    groups: dict[NameKey, list[_Person]] = {}
    for person in present:
        groups.setdefault(name_key(person.name), []).append(person)
    for person in missing:
        if group := groups.get(name_key(person.name)):
            group.append(person)
    for group in groups.values():
        if len({person.account for person in group}) > 1:
            yield Homonym(group[0].name, tuple(person.namesake for person in group))


class _Telling:
    """What tells each person from their namesakes."""

    def __init__(self, plan: RollPlan) -> None:
        self._plan = plan
        matched = plan.students.matched()
        self._children = {known.id: _with_class(known) for _row, known in matched}
        self._children |= {known.id: _with_class(known) for known in plan.students.missing}

    def all_on_roll(
        self, part: Part, people: Iterable[tuple[PersonRow | Guardian, KnownPerson | None]]
    ) -> list[_Person]:
        found = sorted(people, key=lambda person: person[0].place)
        return [self._on_roll(part, row, known) for row, known in found]

    def _on_roll(self, part: Part, one: PersonRow | Guardian, known: KnownPerson | None) -> _Person:
        row = one.row if isinstance(one, Guardian) else one
        account = _account(known) if known else self._plan.shared.user_of(row)
        known_id = known.id if known else None
        return _Person(
            row.name,
            Namesake(part, row.place, known_id, tuple(_told(one))),
            account or self._plan.shared.keys.get(row, row),
        )

    def all_missing(self, part: Part) -> Iterator[_Person]:
        for known in self._plan.outcome(part).missing:
            namesake = Namesake(part, None, known.id, tuple(self._known(known)))
            yield _Person(known.name, namesake, _account(known))

    def _known(self, known: KnownPerson) -> Iterator[str]:
        if isinstance(known, KnownParent):
            named = (self._children.get(child, "") for child in sorted(known.children))
            yield from filter(None, named)
        if isinstance(known, KnownStudent) and known.birth_date:
            yield known.birth_date.isoformat()
        if isinstance(known, KnownStudent | KnownTeacher):
            yield from sorted(known.class_names)


def _told(one: PersonRow | Guardian) -> Iterator[str]:
    if isinstance(one, Guardian):
        yield from (_with_class(child) for child in one.children)
        yield from filter(None, [one.row.email])
        return
    if isinstance(one, StudentRow):
        yield one.birth_date.isoformat()
    if isinstance(one, ClassMemberRow):
        yield from one.class_names or ()
    yield from filter(None, [one.email])


def _with_class(child: Child) -> str:
    return ", ".join([str(child.name), *sorted(child.class_names or ())])


def _account(known: KnownPerson) -> Hashable:
    return known.user_id or known
