from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Greatest

import audit
from accounts.models import Membership
from contacts.reach import can_write_to
from core import clock, realtime
from messaging.models import Conversation, Message, Participant


class MayNotWrite(PermissionDenied):
    """No contact rule lets this person begin to write to one of the recipients."""


class NotInConversation(PermissionDenied):
    """Only those in a conversation write in it."""


class NotRemovable(PermissionDenied):
    """Only the school takes a message away."""


@transaction.atomic
def start_conversation(
    by: Membership, *, to: Sequence[Membership], subject: str, body: str
) -> Conversation:
    """Writes to people for the first time. One recipient too many refuses the whole of it."""
    if not to or not all(can_write_to(by, recipient) for recipient in to):
        raise MayNotWrite
    conversation = Conversation.objects.create(
        school_id=by.school_id, subject=subject, started_by=by
    )
    Participant.objects.bulk_create(
        Participant(school_id=by.school_id, conversation=conversation, membership=person)
        for person in (by, *to)
    )
    audit.record(
        by=by, verb="start_conversation", target=conversation, to=[person.pk for person in to]
    )
    _write(by, conversation, body)
    return conversation


@transaction.atomic
def send_message(by: Membership, *, conversation: Conversation, body: str) -> Message:
    """Writes in a conversation one is in, also to people one could not have begun with."""
    if not conversation.participants.filter(membership=by).exists():
        raise NotInConversation
    return _write(by, conversation, body)


def mark_read(by: Membership, *, conversation: Conversation) -> None:
    """`by` has seen the conversation as it was loaded; the page view is in the trail already."""
    conversation.participants.filter(membership=by).update(read_at=conversation.last_message_at)


@transaction.atomic
def remove_message(by: Membership, *, message: Message) -> None:
    """Takes a message away from everybody in the conversation. Raises `NotRemovable`."""
    _set_removed(by, message, clock.now())
    audit.record(by=by, verb="remove_message", target=message)


@transaction.atomic
def restore_message(by: Membership, *, message: Message) -> None:
    """Brings a removed message back. Raises `NotRemovable`."""
    _set_removed(by, message, None)
    audit.record(by=by, verb="restore_message", target=message)


def _set_removed(by: Membership, message: Message, at: datetime | None) -> None:
    if not (by.is_local_administrator and by.school_id == message.school_id):
        raise NotRemovable
    message.removed_at = at
    message.save(update_fields=["removed_at"])
    _nudge(message.conversation)


def _write(by: Membership, conversation: Conversation, body: str) -> Message:
    message = Message.objects.create(
        school_id=by.school_id, conversation=conversation, author=by, body=body
    )
    Conversation.objects.filter(pk=conversation.pk).update(
        last_message_at=Greatest("last_message_at", message.sent_at)
    )
    conversation.participants.filter(membership=by).update(read_at=message.sent_at)
    audit.record(by=by, verb="send_message", target=message, conversation=conversation.pk)
    _nudge(conversation)
    return message


def _nudge(conversation: Conversation) -> None:
    people = conversation.participants.values_list("membership__user", flat=True)
    realtime.nudge_people(people, look="messages")
