"""What happens to unsent messages by themselves."""

from datetime import timedelta

import structlog
from django.db import transaction

from accounts.models import Membership, School
from contacts.policies import SendingFrozen
from core import clock, realtime, wall
from messaging.actions import send_message, unschedule_message
from messaging.models import Conversation, Message
from messaging.policies import MayNotWrite, NothingWritten

EMPTY_FOR = timedelta(days=1)

log = structlog.get_logger()


def send_due() -> None:
    """Sends what waits no longer, each once, whoever else does the same."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        due = list(Message.objects.due().values_list("school", "pk").order_by("send_at", "pk"))
    for school_id, message_id in due:
        with wall.within(school_id):
            try:
                _send(message_id)
            except Exception:
                # One that cannot be sent must not keep all that come after it.
                log.exception("scheduled message failed", message=message_id)


@transaction.atomic
def _send(message_id: int) -> None:
    held = Message.objects.due().select_for_update(skip_locked=True, of=("self",))
    message = held.select_related("author__user", "author__school").filter(pk=message_id).first()
    if message is None or message.author is None:
        return
    author: Membership = message.author
    if why := _refused(author, message):
        unschedule_message(author, message=message, why=why)
        realtime.nudge_people([author.user_id], look="messages")


def _refused(author: Membership, message: Message) -> Message.HeldBack | None:
    """Why it was not sent, under the rules of this moment; none if it was."""
    if not author.is_usable:
        return Message.HeldBack.AUTHOR
    try:
        send_message(author, message=message)
    except SendingFrozen:
        return Message.HeldBack.FROZEN
    except MayNotWrite:
        return Message.HeldBack.RULES
    except NothingWritten:
        return Message.HeldBack.EMPTY
    return None


def delete_empty_drafts() -> None:
    """Whatever somebody opened and wrote nothing in, and what is left of those who were erased."""
    with wall.within(*School.objects.values_list("pk", flat=True)), transaction.atomic():
        left = Message.objects.abandoned(clock.now() - EMPTY_FOR)
        held = list(left.select_for_update(skip_locked=True, of=("self",)))
        Message.objects.filter(pk__in=[each.pk for each in held]).delete()
        begun = Conversation.objects.filter(pk__in=[each.conversation_id for each in held])
        begun.filter(messages=None, participants=None).delete()
