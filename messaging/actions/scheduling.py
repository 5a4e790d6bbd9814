from datetime import datetime

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.keeping import HeldBack
from messaging.drafts import hold, must_be_sendable
from messaging.looking import look_at
from messaging.models import Message
from messaging.policies import MayNotWrite, NotThen, can_send_at
from messaging.rights import reach_of


@transaction.atomic
def schedule_message(
    by: Membership, *, message: Message, send_at: datetime, thought: str = ""
) -> Message:
    """It goes by itself at that moment, if the rules of then let it.

    Raises `SendingHeld`, `NotThen`, and what `send_message` raises of whom it is for and of its words.
    """
    held = hold(by, message)
    must_be_able_to_send(by, Sending.MESSAGE)
    if not can_send_at(send_at):
        raise NotThen
    must_be_sendable(by, held)
    if not reach_of(held):
        raise MayNotWrite
    look_at(by, held, thought)
    held.state, held.send_at, held.held_back = Message.State.SCHEDULED, send_at, ""
    held.save(update_fields=["state", "send_at", "held_back"])
    audit.record(by=by, verb="schedule_message", target=held, send_at=send_at.isoformat())
    return held


@transaction.atomic
def unschedule_message(by: Membership, *, message: Message, why: HeldBack | None = None) -> Message:
    """It waits for nothing any more and is a draft again, the latest of its author's; `why` if nobody
    asked for that.
    """
    held = hold(by, message)
    held.state, held.held_back, held.written_at = Message.State.DRAFT, why or "", clock.now()
    held.save(update_fields=["state", "held_back", "written_at"])
    audit.record(by=by, verb="unschedule_message", target=held)
    return held
