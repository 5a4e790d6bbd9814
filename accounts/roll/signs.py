"""By which signs somebody of a roll is found again in the school, whatever the profile."""

from collections.abc import Iterable

from accounts.roll.known import KnownPerson, KnownStudent
from accounts.roll.names import folded, name_key, name_keys, same_spelling
from accounts.roll.pairing import GivenPerson, Keys
from accounts.roll.records import StudentRow


def by_id(row: GivenPerson) -> Keys:
    """An id is a sign where a name or the birth date agrees."""
    if not row.external_id:
        return []
    own = row.external_id
    keys: Keys = [
        (own, "name", part) for last, first in name_keys(row.name) for part in (last, first)
    ]
    born = row.birth_date if isinstance(row, StudentRow) else None
    return [*keys, (own, "born", born)] if born else keys


def by_known_id(person: KnownPerson) -> Keys:
    if not person.external_id:
        return []
    own = person.external_id
    keys: Keys = [(own, "name", part) for part in name_key(person.name)]
    born = person.birth_date if isinstance(person, KnownStudent) else None
    return [*keys, (own, "born", born)] if born else keys


def by_name(row: GivenPerson) -> Keys:
    """An id that stands on both sides and differs makes two people of one name."""
    return [(key, bool(row.external_id)) for key in name_keys(row.name)]


def by_known_name(person: KnownPerson) -> Keys:
    key = name_key(person.name)
    return [(key, False)] if person.external_id else [(key, False), (key, True)]


def says_nothing_new(row: GivenPerson, has: KnownPerson) -> bool:
    is_known = has.is_elsewhere or not contradicts_account(row, has)
    return is_known and row.external_id in {"", has.external_id}


def contradicts_account(row: GivenPerson, has: KnownPerson) -> bool:
    """Whether the roll spells the name otherwise, or tells another birth date."""
    given, known = row.name, has.name
    is_spelled_so = same_spelling(known.last, given.last) and same_spelling(
        known.first, given.first
    )
    if isinstance(row, StudentRow) and isinstance(has, KnownStudent):
        return not is_spelled_so or row.birth_date != has.birth_date
    return not is_spelled_so


def same_classes(given: tuple[str, ...] | None, known: Iterable[str]) -> bool:
    return given is None or {*map(folded, given)} == {*map(folded, known)}
