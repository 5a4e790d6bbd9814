from collections.abc import Collection

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from newsfeed.models import Poll, Vote
from newsfeed.nudges import look_under, nudge_readers
from newsfeed.policies import NoSuchChoice, NotAsVoter, PollClosed, can_vote, is_over


@transaction.atomic
def cast_vote(by: Membership, *, poll: Poll, choices: Collection[int]) -> None:
    """What a person answers, in place of what they answered before; one answer each, whatever they
    are in the school.

    Raises `NotAsVoter`, `SendingHeld`, `PollClosed`, `NoSuchChoice`.
    """
    held = Poll.objects.select_for_update(of=("self",)).select_related("entry").get(pk=poll.pk)
    if not can_vote(by, held):
        raise NotAsVoter
    must_be_able_to_send(by, Sending.ALL)
    if held.is_closed or is_over(held.entry):
        raise PollClosed
    chosen = sorted(set(choices))
    fitting = set(chosen) <= set(range(len(held.options)))
    if not chosen or not fitting or (len(chosen) > 1 and not held.takes_several):
        raise NoSuchChoice
    Vote.objects.filter(poll=held, membership__user=by.user_id).exclude(membership=by).delete()
    Vote.objects.update_or_create(
        poll=held,
        membership=by,
        defaults={"school_id": by.school_id, "choices": chosen, "cast_at": clock.now()},
    )
    # Not what they chose: the trail is read by others than the poll's author.
    audit.record(by=by, verb="cast_vote", target=held.entry)
    nudge_readers(held.entry, look=look_under(held.entry_id))
