"""People with one name, listed side by side for somebody who knows them.

Adults are listed whenever two have one name, whatever their profiles: a teacher may be a parent
too. A birth date tells students apart, so they are listed only when a new one has the name of one
who is missing: a date put right, perhaps.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from accounts.roll.known import KnownParent, KnownPerson, KnownStudent, KnownTeacher
from accounts.roll.names import NameKey, name_key
from accounts.roll.plan import Guardian, Homonym, Namesake, RollPlan
from accounts.roll.records import Part, PersonName, PersonRow, StudentRow, TeacherRow

ADULTS = tuple(part for part in Part if part is not Part.STUDENTS)


def find_homonyms(plan: RollPlan) -> list[Homonym]:
    """Groups of two or more; who is missing is listed only beside somebody on the roll.

    One person with several profiles is no homonym of themselves.
    """
    gone = {name_key(student.name) for student in plan.students.missing}
    back = [row for row in plan.students.new if name_key(row.name) in gone]
    telling = _Telling(plan)
    students = [telling.on_roll(Part.STUDENTS, row, None) for row in back]
    adults = [person for part in ADULTS for person in telling.all_on_roll(part)]
    gone_adults = [person for part in ADULTS for person in telling.all_missing(part)]
    return [
        *_groups(students, telling.all_missing(Part.STUDENTS)),
        *_groups(adults, gone_adults),
    ]


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
        self._children = {known.id: str(known.name) for _row, known in matched}
        self._children |= {known.id: str(known.name) for known in plan.students.missing}

    def all_on_roll(self, part: Part) -> list[_Person]:
        outcome = self._plan.outcome(part)
        people = [(row, None) for row in outcome.new] + outcome.matched()
        people.sort(key=lambda person: person[0].place)
        return [self.on_roll(part, row, known) for row, known in people]

    def on_roll(self, part: Part, one: PersonRow | Guardian, known: KnownPerson | None) -> _Person:
        row = one.row if isinstance(one, Guardian) else one
        details: tuple[str, ...] = ()
        if isinstance(one, Guardian):
            details = tuple(str(child.name) for child in one.children)
        elif isinstance(one, StudentRow):
            details = (one.birth_date.isoformat(),)
        elif isinstance(one, TeacherRow):
            details = one.class_names or ()
        account = _account(known) if known else self._plan.shared.user_of(row)
        known_id = known.id if known else None
        return _Person(
            row.name,
            Namesake(part, row.place, known_id, details),
            account or self._plan.shared.keys.get(row, row),
        )

    def all_missing(self, part: Part) -> Iterator[_Person]:
        for known in self._plan.outcome(part).missing:
            namesake = Namesake(part, None, known.id, self._details(known))
            yield _Person(known.name, namesake, _account(known))

    def _details(self, known: KnownPerson) -> tuple[str, ...]:
        if isinstance(known, KnownParent):
            named = (self._children.get(child, "") for child in sorted(known.children))
            return tuple(name for name in named if name)
        if isinstance(known, KnownStudent):
            return (known.birth_date.isoformat(),) if known.birth_date else ()
        return tuple(sorted(known.class_names)) if isinstance(known, KnownTeacher) else ()


def _account(known: KnownPerson) -> Hashable:
    return known.user_id or known
