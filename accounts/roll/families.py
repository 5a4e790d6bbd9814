"""Which children a parent's line means, and which lines mean one parent."""

from collections.abc import Iterable

from accounts.logins import fold
from accounts.roll.known import KnownStudent
from accounts.roll.plan import Child, Guardian
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ChildReference, ParentRow, Part, PersonName, Roll

NameKey = tuple[str, str]


def name_key(name: PersonName) -> NameKey:
    return fold(name.last), fold(name.first)


def name_keys(name: PersonName) -> list[NameKey]:
    """Under every family name the person goes by, the one in use first."""
    return [(fold(last), fold(name.first)) for last in name.last_names()]


def guardians(
    roll: Roll, known_students: Iterable[KnownStudent], problems: list[Problem]
) -> list[Guardian]:
    """The parents of the roll, each once, with their children.

    Children are looked for in the roll; only where it has no list of students, in the school.
    """
    students: Iterable[Child] = roll.students if Part.STUDENTS in roll.files else known_students
    finder = _ChildFinder(roll.files.get(Part.PARENTS, ""), students, problems)
    return _joined((Guardian(row, finder.children(row)) for row in roll.parents), finder)


class _ChildFinder:
    def __init__(self, file: str, students: Iterable[Child], problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._by_name: dict[NameKey, list[Child]] = {}
        for student in students:
            for key in set(name_keys(student.name)):
                self._by_name.setdefault(key, []).append(student)

    def children(self, parent: ParentRow) -> tuple[Child, ...]:
        if not parent.children:
            self.complain(Kind.PARENT_WITHOUT_CHILD, parent, name=str(parent.name))
        found = (self._child(parent, reference) for reference in parent.children)
        return tuple(dict.fromkeys(child for child in found if child is not None))

    def _child(self, parent: ParentRow, reference: ChildReference) -> Child | None:
        """Never a guess: a wrong link would show a child's life to a stranger."""
        namesakes = {
            child: None for key in name_keys(reference.name) for child in self._by_name.get(key, ())
        }
        wanted = fold(reference.class_name)
        fitting = [c for c in namesakes if not wanted or fold(c.class_name) == wanted]
        if len(fitting) == 1:
            return fitting[0]
        kind = Kind.CHILD_NOT_FOUND
        if namesakes:
            kind = Kind.CHILD_AMBIGUOUS if fitting else Kind.CHILD_ELSEWHERE
        params = {"child": str(reference.name), "parent": str(parent.name)}
        self._problems.append(
            Problem(kind, self._file, parent.line, reference.column, reference.heading, params)
        )
        return None

    def complain(self, kind: Kind, parent: ParentRow, **params: str | int) -> None:
        self._problems.append(Problem(kind, self._file, parent.line, params=params))


def _joined(found: Iterable[Guardian], finder: _ChildFinder) -> list[Guardian]:
    """Lines of one name, title and child are one person; lines that share no child never are."""
    people: dict[int, Guardian] = {}
    holders: dict[tuple[NameKey, str, Child], int] = {}
    for guardian in found:
        row, children = guardian.row, guardian.children
        key = name_key(row.name), row.title
        same = sorted({holders[*key, c] for c in children if (*key, c) in holders})
        for line in reversed(same):
            earlier = people.pop(line)
            children = tuple(dict.fromkeys(earlier.children + children))
            row = earlier.row
        if same:
            finder.complain(Kind.PARENT_TWICE, guardian.row, name=str(row.name), other=row.line)
        people[row.line] = Guardian(row, children)
        holders.update({(*key, child): row.line for child in children})
    return [people[line] for line in sorted(people)]
