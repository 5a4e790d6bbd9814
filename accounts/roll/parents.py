"""Which lines are one parent, and which parent of the school.

By folded names *and* a child in common. A name alone never matches a parent, not even the only one
of that name: an account whose children have left may belong to somebody else, and would show the
new child to a stranger. The one exception is a line without any child found and an account without
any child: neither shows anybody anything.
"""

from collections.abc import Hashable, Iterator

from accounts.roll.deciding import Deciding
from accounts.roll.families import guardians
from accounts.roll.joining import Joining, with_both
from accounts.roll.known import Known, KnownParent, KnownStudent
from accounts.roll.names import name_key, name_keys
from accounts.roll.pairing import Keys, Tier, matched, outcome
from accounts.roll.plan import Child, Guardian, Outcome
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Part, Roll, StudentRow
from accounts.roll.same_people import Alike, SamePeople, Traits, one_mailbox
from accounts.roll.signs import by_id, by_known_id, says_nothing_new


def parents_of(
    roll: Roll,
    known: Known,
    students: Outcome[StudentRow, KnownStudent],
    deciding: Deciding,
    problems: list[Problem],
) -> Outcome[Guardian, KnownParent]:
    """Only where the roll has no list of students, the children are looked for in the school."""
    everybody = students.rows() if Part.STUDENTS in roll.given else known.students
    families = [*guardians(roll, everybody, problems)]
    known_ids = ids_of_children(known, students)

    def children(guardian: Guardian) -> Traits:
        return frozenset(known_ids.get(child, child) for child in guardian.children)

    def same_children(guardian: Guardian) -> Keys:
        return [(name_key(guardian.name), children(guardian))]

    def each_child(guardian: Guardian) -> Keys:
        ids = [known_ids[child] for child in guardian.children if child in known_ids]
        return [(key, child) for key in name_keys(guardian.name) for child in ids]

    alike = Alike(_name, _known_name, children, _known_children, _fits, _proofs)
    same = SamePeople(families, known.parents, alike, roll.people)
    people = Joining(roll.people, problems).joined(families, same.signs, _united, Kind.PERSON_TWICE)
    tiers: list[Tier[Guardian, KnownParent]]
    tiers = [
        (by_id, by_known_id),
        (same_children, _known_family),
        (each_child, _each_known_child),
    ]
    decided = deciding.pairs(Part.PARENTS, people, known.parents, same.meant)
    pairs = matched(people, known.parents, tiers, decided)
    return outcome(
        people, known.parents, pairs, says_nothing_new, is_given=Part.PARENTS in roll.given
    )


def ids_of_children(known: Known, students: Outcome[StudentRow, KnownStudent]) -> dict[Child, int]:
    """The memberships of those of the roll and of the school whom the school knows."""
    ids: dict[Child, int] = {student: student.id for student in known.students}
    return ids | {row: student.id for row, student in students.matched()}


def _united(first: Guardian, other: Guardian) -> Guardian:
    children = tuple(dict.fromkeys(first.children + other.children))
    return Guardian(with_both(first.row, other.row), children)


def _known_family(parent: KnownParent) -> Keys:
    return [(name_key(parent.name), parent.children)]


def _each_known_child(parent: KnownParent) -> Keys:
    return [(name_key(parent.name), child) for child in sorted(parent.children)]


def _name(guardian: Guardian) -> Hashable:
    return name_key(guardian.name)


def _known_name(parent: KnownParent) -> Hashable:
    return name_key(parent.name)


def _known_children(parent: KnownParent) -> Traits:
    return parent.children


def _fits(given: Traits, known: Traits) -> bool:
    """A line for which no child was found gives nobody one."""
    return bool(given & known) or not given


def _proofs(guardian: Guardian) -> Iterator[Hashable]:
    yield from one_mailbox(guardian.row)
    for child in guardian.children:
        yield name_key(guardian.name), guardian.title, child
