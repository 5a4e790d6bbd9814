"""What is confirmed, and who is asked for it once more."""

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Coalesce

import audit
from accounts.choices import Sending
from accounts.logins import fold
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock, realtime
from core.screening import Words, look_before_sending
from messaging.confirmations import missing_of
from messaging.delivery import bring_up
from messaging.models import Message
from messaging.nudges import nudge_readers
from messaging.policies import (
    MayNotWrite,
    NotAsked,
    NotTheAuthor,
    RemindedToday,
    WordsChanged,
    can_follow,
    was_reminded_today,
)
from messaging.rights import heard_in, lost_since


@transaction.atomic
def confirm_message(by: Membership, *, message: Message, wording: str) -> None:
    """`by` has read the words as they stood in this `wording`; said once, it stays said.

    Raises `NotAsked`, and `WordsChanged` where they were corrected meanwhile.
    """
    held = _held(message)
    asked = held.deliveries.asked().filter(membership=by)
    if not asked.exists():
        raise NotAsked
    if held.wording != wording:
        raise WordsChanged
    now = clock.now()
    if asked.filter(confirmed_at=None).update(
        confirmed_at=now, read_at=Coalesce("read_at", now), told_at=Coalesce("told_at", now)
    ):
        audit.record(by=by, verb="confirm_message", target=held)
        realtime.nudge_people([held.author.user_id], look="messages")


@transaction.atomic
def remind_readers(by: Membership, *, message: Message) -> int:
    """To those who have not confirmed it is unread again, and they hear of it again. How many.

    Not to those `by` may not write to any more. Raises `NotTheAuthor`, `SendingHeld`,
    `RemindedToday`.
    """
    held = _followed(by, message)
    must_be_able_to_send(by, Sending.MESSAGE)
    if was_reminded_today(held):
        raise RemindedToday
    heard = heard_in(held.conversation, by).values("pk")
    missing = missing_of(held).filter(membership__in=heard)
    keys = list(missing.values_list("membership", flat=True))
    if keys:
        held.reminded_at = clock.now()
        held.save(update_fields=["reminded_at"])
        _call(held, keys)
        audit.record(by=by, verb="remind_readers", target=held, people=len(keys))
    return len(keys)


@transaction.atomic
def correct_message(by: Membership, *, message: Message, body: str, thought: str = "") -> None:
    """Other words in place of those sent: whoever read or confirmed these is asked anew.

    Raises `NotTheAuthor`, `SendingHeld`, `ThinkAgain`, and `MayNotWrite` if somebody has it to
    whom `by` could not write today: new words are no way around the rules.
    """
    held = _followed(by, message)
    must_be_able_to_send(by, Sending.MESSAGE)
    if names := lost_since(held):
        raise MayNotWrite(names)
    look_before_sending(by, Words((body,)), thought)
    if body == held.body:
        return
    held.body, held.folded = body, fold(body)
    held.corrected_at, held.reminded_at = clock.now(), None
    held.save(update_fields=["body", "folded", "corrected_at", "reminded_at"])
    others = held.deliveries.exclude(membership=by)
    others.update(read_at=None, confirmed_at=None)
    _call(held, list(others.values_list("membership", flat=True)))
    audit.record(by=by, verb="correct_message", target=held)


def _call(message: Message, keys: Collection[int]) -> None:
    """The conversation is unread with these, and they hear by e-mail that it waits."""
    told = Membership.objects.filter(pk__in=keys).told_by_mail()
    message.deliveries.filter(membership__in=told.values("pk")).update(told_at=None)
    bring_up(message.conversation.participants.filter(membership__in=keys), clock.now())
    nudge_readers(message)


def _held(message: Message) -> Message:
    """As it is now, held until the transaction ends: words are not confirmed as they change."""
    held = Message.objects.select_for_update(of=("self",))
    return held.select_related("author", "conversation__started_by").get(pk=message.pk)


def _followed(by: Membership, message: Message) -> Message:
    held = _held(message)
    if not can_follow(by, held):
        raise NotTheAuthor
    return held
