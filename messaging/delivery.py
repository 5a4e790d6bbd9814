"""Brings what was sent to everybody it is for: a part at a time, so that it can stop and go on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from accounts.models import Membership, School
from core import realtime, wall
from messaging.models import Delivery, Message, Participant
from messaging.querysets import ParticipantQuerySet
from messaging.rights import recipients_of
from messaging.telling import to_be_told

# Two nudges for each go to the broker within its half second.
PART = 200


def deliver_message(school_id: int, message_id: int) -> None:
    """Goes on until everybody has it; of two workers at once one does."""
    with wall.within(school_id):
        while _deliver_part(message_id):
            pass


def deliver_messages() -> None:
    """Whatever a worker lost."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        left = Message.objects.filter(state=Message.State.SENDING)
        waiting = list(left.values_list("school", "pk").order_by("pk"))
    for school_id, message_id in waiting:
        deliver_message(school_id, message_id)


@transaction.atomic
def _deliver_part(message_id: int) -> bool:
    """Whether some may be left."""
    held = Message.objects.select_for_update(skip_locked=True, of=("self",))
    sending = held.filter(pk=message_id, state=Message.State.SENDING)
    message = sending.select_related("conversation__started_by", "author", "answers").first()
    if message is None:
        return False
    part = next_part(message)
    hand_over(message, part)
    return not finish(message, part)


def next_part(message: Message) -> list[Membership]:
    """Some of those it is for who have it not yet, in no order; nobody for whose author was erased."""
    has_it = Membership.objects.filter(deliveries__message=message)
    # Somebody who is two things gets it as one of them, also when they come in two parts.
    left = recipients_of(message).exclude(user__in=has_it.values("user"))
    return list(left[:PART]) if message.author else []


def finish(message: Message, last: Sequence[Membership]) -> bool:
    """Whether this part was the last; the message is sent then."""
    is_last = len(last) < PART
    if is_last:
        message.state = Message.State.SENT
        message.save(update_fields=["state"])
    return is_last


def hand_over(message: Message, people: Sequence[Membership]) -> None:
    """From now on these have the message, and its conversation; once, however often it is said."""
    school_id, conversation = message.school_id, message.conversation
    ids = [person.pk for person in people]
    told = to_be_told(person for person in people if person.pk != message.author_id)
    assert message.sent_at is not None
    Delivery.objects.bulk_create(
        (
            Delivery(
                school_id=school_id,
                message=message,
                membership_id=pk,
                told_at=None if pk in told else message.sent_at,
            )
            for pk in ids
        ),
        ignore_conflicts=True,
    )
    Participant.objects.bulk_create(
        (
            Participant(
                school_id=school_id,
                conversation=conversation,
                membership_id=pk,
                last_at=message.sent_at,
            )
            for pk in ids
        ),
        ignore_conflicts=True,
    )
    bring_up(conversation.participants.filter(membership__in=ids), message.sent_at)
    realtime.nudge_people([person.user_id for person in people], look="messages")


def bring_up(participants: ParticipantQuerySet, at: datetime) -> None:
    """The conversation lies on top with these, unread; what is muted stays where they put it."""
    participants.update(
        last_at=Greatest("last_at", Value(at)),
        archived_at=Case(When(muted_at=None, then=None), default=F("archived_at")),
    )
