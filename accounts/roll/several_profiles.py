"""Lines that are one person with several profiles: they share one account."""

from collections.abc import Hashable

from accounts.roll.known import Known
from accounts.roll.plan import Guardian, RollPlan, SharedAccounts
from accounts.roll.records import Part, PersonRow, Roll


def shared_accounts(plan: RollPlan, roll: Roll, known: Known) -> SharedAccounts:
    """Who of the new shares an account, with whom; an account has each profile at most once."""
    shared = SharedAccounts()
    key_of = _Keys(roll, known)
    for part in Part:
        for one, has in plan.outcome(part).matched():
            key = key_of(_row(one))
            if key is not None and has.user_id:
                shared.users.setdefault(key, has.user_id)
    taken: set[tuple[Hashable, Part]] = {(p.user_id, part) for part, p in known.people()}
    for part in Part:
        for one in plan.outcome(part).new:
            row = _row(one)
            key = key_of(row)
            owner = shared.users.get(key, key)
            if key is not None and (owner, part) not in taken:
                taken.add((owner, part))
                shared.keys[row] = key
    return shared


def _row(one: PersonRow | Guardian) -> PersonRow:
    return one.row if isinstance(one, Guardian) else one


class _Keys:
    """Rows with the same key are one person; known accounts are keys of themselves."""

    def __init__(self, roll: Roll, known: Known) -> None:
        self._decided = roll.people
        self._targets = {who.line for who in roll.people.values() if who.line}
        self._users = {p.id: p.user_id for _, p in known.people()} if roll.people else {}

    def __call__(self, row: PersonRow) -> Hashable | None:
        who = self._decided.get(row.place)
        if who is not None and who.membership is not None:
            return self._users.get(who.membership)
        if who is not None and who.line is not None:
            return who.line
        if row.account:
            return row.account
        return row.place if row.place in self._targets else None
