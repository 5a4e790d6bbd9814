from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.logins import fold
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.background import dispatch
from messaging import tasks
from messaging.delivery import finish, hand_over, next_part
from messaging.drafts import hold, must_be_sendable
from messaging.looking import look_at
from messaging.models import Conversation, Message
from messaging.policies import MayNotWrite


@transaction.atomic
def send_message(by: Membership, *, message: Message, thought: str = "") -> Message:
    """Sends what is drafted or scheduled; one addressee too many refuses the whole of it.

    The first of many have it at once, the others from a worker. Raises `NotTheAuthor`,
    `AlreadySent`, `SendingHeld`, `NothingWritten`, `ThinkAgain`, and `MayNotWrite`, also where
    nobody is left to read it.
    """
    held = hold(by, message)
    must_be_able_to_send(by, Sending.MESSAGE)
    must_be_sendable(by, held)
    if not (first := next_part(held)):
        raise MayNotWrite
    look_at(by, held, thought)
    _set_out(held)
    hand_over(held, [by, *first])
    held.deliveries.filter(membership=by).update(read_at=held.sent_at)
    held.conversation.participants.filter(membership=by).update(read_at=held.sent_at)
    audit.record(by=by, verb="send_message", target=held, conversation=held.conversation_id)
    if not finish(held, first):
        dispatch(tasks.deliver_message, held.school_id, held.pk)
    return held


def _set_out(message: Message) -> None:
    message.state, message.sent_at = Message.State.SENDING, clock.now()
    message.held_back = ""
    message.folded = fold(message.body)
    message.save(update_fields=["state", "sent_at", "held_back", "folded"])
    conversation = message.conversation
    if message.addressees.exists():
        Conversation.objects.filter(pk=conversation.pk).update(
            started_at=message.sent_at, folded_subject=fold(conversation.subject)
        )
