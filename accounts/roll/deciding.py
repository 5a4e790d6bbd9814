"""What somebody said of the lines of a roll, in the terms of one part."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from accounts.roll.known import Known, KnownPerson
from accounts.roll.pairing import GivenPerson
from accounts.roll.records import Part, Place, Who

Person = TypeVar("Person", bound=GivenPerson)
KnownOne = TypeVar("KnownOne", bound=KnownPerson)


class Deciding:
    """Looked up once for each part."""

    def __init__(self, decided: Mapping[Place, Who], known: Known) -> None:
        self._decided = decided
        people = [*known.people()] if decided else []
        self._users = {person.id: person.user_id for _part, person in people}
        self._known: dict[tuple[Part, int | None], int]
        self._known = {(part, p.user_id): p.id for part, p in reversed(people) if p.user_id}

    def pairs(
        self,
        part: Part,
        rows: Iterable[Person],
        known: Iterable[KnownOne],
        meant: Mapping[Place, int],
    ) -> dict[Person, KnownOne | None]:
        """Whom the decided lines are, None for nobody known; where nobody decided, who is `meant`.

        A membership of another profile means that person's own of this part, if there is one.
        """
        if not self._decided and not meant:
            return {}
        by_id = {one.id: one for one in known}
        found: dict[Person, KnownOne | None] = {}
        for row in rows:
            who = self._decided.get(row.place)
            if who is not None and who.membership is not None:
                same_user = self._known.get((part, self._users.get(who.membership)), 0)
                found[row] = by_id.get(who.membership) or by_id.get(same_user)
            elif who is not None and who.line is None:
                found[row] = None
            elif who is None and row.place in meant:
                found[row] = by_id[meant[row.place]]
        return found
