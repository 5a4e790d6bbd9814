"""Which lines are one of the staff or of the guests, and who of the school it is."""

from collections.abc import Hashable

from accounts.roll.deciding import Deciding
from accounts.roll.joining import Joining, with_both
from accounts.roll.known import Known, KnownPerson
from accounts.roll.names import name_key
from accounts.roll.pairing import Tier, matched, outcome
from accounts.roll.plan import Outcome
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Part, PersonRow, Roll
from accounts.roll.same_people import Alike, SamePeople, Traits, one_mailbox
from accounts.roll.signs import by_id, by_known_id, by_known_name, by_name, says_nothing_new


def others_of(
    part: Part, roll: Roll, known: Known, deciding: Deciding, problems: list[Problem]
) -> Outcome[PersonRow, KnownPerson]:
    given: tuple[PersonRow, ...] = getattr(roll, part)
    has: tuple[KnownPerson, ...] = getattr(known, part)
    same: SamePeople[PersonRow, KnownPerson] = SamePeople(given, has, ALIKE, roll.people)
    rows = Joining(roll.people, problems).joined(given, same.signs, with_both, Kind.PERSON_TWICE)
    tiers: list[Tier[PersonRow, KnownPerson]]
    tiers = [(by_id, by_known_id), (by_name, by_known_name)]
    pairs = matched(rows, has, tiers, deciding.pairs(part, rows, has, same.meant))
    return outcome(rows, has, pairs, says_nothing_new, is_given=part in roll.given)


def _name(one: PersonRow | KnownPerson) -> Hashable:
    return name_key(one.name)


def _none(_one: PersonRow | KnownPerson) -> Traits:
    return frozenset()


def _fits(_given: Traits, _known: Traits) -> bool:
    return True


ALIKE: Alike[PersonRow, KnownPerson] = Alike(_name, _name, _none, _none, _fits, one_mailbox)
