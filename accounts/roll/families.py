"""Which children a parent's line means."""

from collections.abc import Iterable, Iterator

from django_stubs_ext import StrOrPromise
from rapidfuzz import process

from accounts.roll.names import NameKey, folded, name_keys
from accounts.roll.plan import Child, Guardian
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ChildReference, ParentRow, Roll

Told = NameKey | str
# Of a hundred: two letters exchanged or one more, no more.
ALIKE = 84
# Where this many children are unknown, a list is wrong and not the spelling.
MOST_PROPOSALS = 100


def guardians(roll: Roll, students: Iterable[Child], problems: list[Problem]) -> Iterator[Guardian]:
    """The parents' lines with their children, who are looked for among `students`."""
    finder = _ChildFinder(students, problems)
    return (Guardian(row, finder.children(row)) for row in roll.parents)


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
