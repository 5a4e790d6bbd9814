"""What happens to unsent messages by themselves."""

from datetime import timedelta

from django.db import transaction

from accounts.due import finish_each
from accounts.models import Membership, School
from contacts.policies import SendingFrozen, SendingRestricted
from core import clock, realtime, wall
from core.keeping import HeldBack
from messaging.actions import send_message, unschedule_message
from messaging.models import Conversation, Message
from messaging.policies import MayNotWrite, NothingWritten

EMPTY_FOR = timedelta(days=1)


def send_due() -> None:
    """Sends what waits no longer, each once, whoever else does the same."""
    finish_each(Message.objects.due().order_by("send_at", "pk"), _send)


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


def _refused(author: Membership, message: Message) -> HeldBack | None:
    """Why it was not sent, under the rules of this moment; none if it was."""
    if not author.is_usable:
        return HeldBack.AUTHOR
    try:
        send_message(author, message=message)
    except SendingFrozen:
        return HeldBack.FROZEN
    except SendingRestricted:
        return HeldBack.RESTRICTED
    except MayNotWrite:
        return HeldBack.RULES
    except NothingWritten:
        return HeldBack.EMPTY
    return None


def delete_empty_drafts() -> None:
    """Whatever somebody opened and wrote nothing in, and what is left of those who were erased."""
    with wall.within(*School.objects.values_list("pk", flat=True)), transaction.atomic():
        left = Message.objects.abandoned(clock.now() - EMPTY_FOR)
        held = list(left.select_for_update(skip_locked=True, of=("self",)))
        Message.objects.filter(pk__in=[each.pk for each in held]).delete()
        begun = Conversation.objects.filter(pk__in=[each.conversation_id for each in held])
        begun.filter(messages=None, participants=None).delete()
