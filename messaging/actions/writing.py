from collections.abc import Iterable

from django.db import transaction

import audit
from accounts.models import Group, Membership
from messaging.actions.sending import send_message
from messaging.models import Addressee, Conversation, Message
from messaging.policies import NotInConversation


@transaction.atomic
def start_conversation(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    to: Iterable[Membership] = (),
    groups: Iterable[Group] = (),
    subject: str,
    body: str,
    answers_to_all: bool = True,
    thought: str = "",
) -> Conversation:
    """Writes to people for the first time. Raises what `send_message` raises."""
    conversation = Conversation.objects.create(
        school_id=by.school_id, subject=subject, started_by=by, answers_to_all=answers_to_all
    )
    message = Message.objects.create(
        school_id=by.school_id, conversation=conversation, author=by, body=body
    )
    _address(message, to=to, groups=groups)
    audit.record(by=by, verb="start_conversation", target=conversation)
    send_message(by, message=message, thought=thought)
    conversation.refresh_from_db()
    return conversation


@transaction.atomic
def answer_conversation(
    by: Membership,
    *,
    conversation: Conversation,
    body: str,
    answers: Message | None = None,
    thought: str = "",
) -> Message:
    """Writes in a conversation one is in: to everybody in it, or to the author of the message that it
    `answers` alone. Raises `NotInConversation`, and what `send_message` raises.
    """
    if not conversation.participants.filter(membership=by).exists():
        raise NotInConversation
    message = Message.objects.create(
        school_id=by.school_id,
        conversation=conversation,
        author=by,
        body=body,
        answers=answers,
        to_author_alone=answers is not None,
    )
    return send_message(by, message=message, thought=thought)


def _address(
    message: Message, *, to: Iterable[Membership] = (), groups: Iterable[Group] = ()
) -> None:
    """Whom the first message of a conversation is for; whether it may is asked when it is sent."""
    named = [Addressee(school_id=message.school_id, message=message, membership=m) for m in to]
    whole = [Addressee(school_id=message.school_id, message=message, group=g) for g in groups]
    Addressee.objects.bulk_create([*named, *whole])
