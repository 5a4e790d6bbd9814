from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from newsfeed.models import Entry, Reaction
from newsfeed.policies import NotAddressed, ProjectEnded, can_see, is_over


@transaction.atomic
def react_to_entry(by: Membership, *, entry: Entry, kind: str) -> None:
    """Says something of an entry in place of what one said before; with no kind, takes it back.

    Nobody is told, and no open page looks again for it.
    Raises `NotAddressed`, `ProjectEnded`, `SendingHeld`.
    """
    if not can_see(by, entry):
        raise NotAddressed
    if is_over(entry):
        raise ProjectEnded
    must_be_able_to_send(by, Sending.ALL)
    mine = Reaction.objects.filter(entry=entry, by=by)
    if kind:
        mine.update_or_create(
            {"kind": kind},
            entry=entry,
            by=by,
            create_defaults={"kind": kind, "school_id": by.school_id},
        )
        audit.record(by=by, verb="react_to_entry", target=entry)
    elif mine.delete()[0]:
        audit.record(by=by, verb="take_reaction_back", target=entry)
