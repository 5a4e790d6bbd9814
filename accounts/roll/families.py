"""Which children a parent's line means, and which lines mean one parent."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from django_stubs_ext import StrOrPromise
from rapidfuzz import process

from accounts.roll.joining import Joining, with_both
from accounts.roll.known import Known, KnownParent
from accounts.roll.names import NameKey, folded, name_key, name_keys
from accounts.roll.plan import Child, Guardian
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ChildReference, ParentRow, Part, Roll

Told = NameKey | str
# Of a hundred: two letters exchanged or one more, no more.
ALIKE = 84
# Where this many children are unknown, a list is wrong and not the spelling.
MOST_PROPOSALS = 100


def guardians(
    roll: Roll, known: Known, known_ids: dict[Child, int], problems: list[Problem]
) -> list[Guardian]:
    """The parents of the roll, each once, with their children.

    Children are looked for in the roll; only where it has no list of students, in the school.
    """
    students: Iterable[Child] = roll.students if Part.STUDENTS in roll.given else known.students
    finder = _ChildFinder(students, problems)
    found = (Guardian(row, finder.children(row)) for row in roll.parents)
    signs = _Signs(known.parents, known_ids)
    return Joining(roll.people, problems).joined(found, signs, _united, Kind.PARENT_TWICE)


class _ChildFinder:
    def __init__(self, students: Iterable[Child], problems: list[Problem]) -> None:
        self._problems = problems
        self._by_id: dict[str, Child] = {}
        self._by_name: dict[Told, list[Child]] = {}
        for student in students:
            if student.external_id:
                self._by_id[student.external_id] = student
            for key in set(name_keys(student.name)):
                self._by_name.setdefault(key, []).append(student)
        self._has_whole_names = False
        self._proposals_left = MOST_PROPOSALS

    def children(self, parent: ParentRow) -> tuple[Child, ...]:
        if not parent.children:
            self._problems.append(
                Problem.on_line(Kind.PARENT_WITHOUT_CHILD, parent.place, name=str(parent.name))
            )
        found = (self._child(parent, reference) for reference in parent.children)
        return tuple(dict.fromkeys(child for child in found if child is not None))

    def _child(self, parent: ParentRow, reference: ChildReference) -> Child | None:
        """Never a guess: a wrong link would show a child's life to a stranger."""
        if reference.external_id:
            fitting = namesakes = list(self._with_id(reference.external_id))
        else:
            namesakes = self._namesakes(reference)
            fitting = [child for child in namesakes if _is_in(child, reference.class_name)]
        if len(fitting) == 1:
            return fitting[0]
        kind = Kind.CHILD_NOT_FOUND
        if namesakes:
            kind = Kind.CHILD_AMBIGUOUS if fitting else Kind.CHILD_ELSEWHERE
        params: dict[str, StrOrPromise | int]
        params = {"child": str(reference), "parent": str(parent.name)}
        if kind is Kind.CHILD_NOT_FOUND and (nearest := self._nearest(reference)):
            kind = Kind.CHILD_MISSPELT
            params["nearest"] = nearest
        self._problems.append(
            Problem(kind, *parent.place, reference.column, reference.heading, params)
        )
        return None

    def _with_id(self, external_id: str) -> Iterator[Child]:
        if external_id in self._by_id:
            yield self._by_id[external_id]

    def _namesakes(self, reference: ChildReference) -> list[Child]:
        keys: list[Told] = []
        if reference.name:
            keys += name_keys(reference.name)
        else:
            self._learn_whole_names()
            keys.append(_any_order(reference.whole_name))
        return list({child: None for key in keys for child in self._by_name.get(key, ())})

    def _learn_whole_names(self) -> None:
        """Names as "Léa Martin" or "MARTIN Léa", for the few lists that have such."""
        if self._has_whole_names:
            return
        self._has_whole_names = True
        for key, children in [*self._by_name.items()]:
            for child in children:
                in_any_order = self._by_name.setdefault(_any_order(" ".join(key)), [])
                if child not in in_any_order:
                    in_any_order.append(child)

    def _nearest(self, reference: ChildReference) -> str:
        """The name that was perhaps meant; shown to a person, and acted on by nobody."""
        self._learn_whole_names()
        if reference.external_id or not self._proposals_left:
            return ""
        self._proposals_left -= 1
        names = [key for key in self._by_name if isinstance(key, str)]
        found = process.extractOne(_any_order(str(reference)), names, score_cutoff=ALIKE)
        return str(self._by_name[found[0]][0].name) if found else ""


def _is_in(child: Child, class_name: str) -> bool:
    wanted = folded(class_name)
    return not wanted or wanted in map(folded, child.class_names or ())


def _any_order(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


class _Signs:
    """Lines of one name, title and child are one person; lines that share no child never are.

    Where the school knows several people of the name with that child, they stay as many; and one
    whom it knows with both children is one, because somebody joined the two.
    """

    def __init__(self, known: Iterable[KnownParent], known_ids: dict[Child, int]) -> None:
        self._known_ids = known_ids
        self._known: defaultdict[tuple[NameKey, int], list[int]] = defaultdict(list)
        for parent in known:
            for child in parent.children if not parent.is_closed else ():
                self._known[name_key(parent.name), child].append(parent.id)

    def __call__(self, guardian: Guardian) -> Iterator[Hashable]:
        row, key = guardian.row, name_key(guardian.name)
        if row.external_id:
            yield key, row.external_id
            return
        for child in guardian.children:
            known = self._known.get((key, self._known_ids.get(child, 0)), ())
            if len(known) == 1:
                yield "known", known[0]
            if len(known) <= 1:
                yield key, row.title, child


def _united(first: Guardian, other: Guardian) -> Guardian:
    children = tuple(dict.fromkeys(first.children + other.children))
    return Guardian(with_both(first.row, other.row), children)
