"""What tells strangers who and where somebody is."""

from collections.abc import Iterator

from moderation.screening.details import accounts, births, meetings, phones, places, secrets
from moderation.screening.folding import Folded
from moderation.screening.found import Found, IsName


def details_in(folded: Folded, is_name: IsName) -> Iterator[Found]:
    """Personal details wherever they stand, each with where it stands in the folded text."""
    yield from phones.phones_in(folded)
    yield from accounts.accounts_in(folded, is_name)
    yield from places.addresses_in(folded)
    yield from births.births_in(folded)
    yield from secrets.passwords_in(folded)
    yield from meetings.meetings_in(folded)
