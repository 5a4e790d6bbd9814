from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

import audit
from accounts.models import Group, Membership
from core import clock
from core.keeping import WrittenElsewhere
from messaging.actions.drafts import delete_draft, start_draft, write_draft
from messaging.actions.scheduling import schedule_message
from messaging.actions.sending import send_message
from messaging.drafts import must_be_the_latest
from messaging.models import Conversation, Message, Participant
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
    """Writes to people for the first time, at one go. Raises what `send_message` raises."""
    draft = start_draft(by, to=to, groups=groups)
    written = write_draft(
        by,
        message=draft,
        seen=draft.version,
        subject=subject,
        body=body,
        answers_to_all=answers_to_all,
    )
    conversation: Conversation = send_message(by, message=written, thought=thought).conversation
    conversation.refresh_from_db()
    return conversation


@transaction.atomic
def answer_conversation(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    conversation: Conversation,
    body: str,
    answers: Message | None = None,
    seen: str | None = None,
    send_at: datetime | None = None,
    thought: str = "",
) -> Message:
    """Writes in a conversation one is in: to everybody in it, or to the author of the message that it
    `answers` alone; now, or by itself at `send_at`. What was kept of it goes with it.

    Raises `NotInConversation`, `WrittenElsewhere` if the version that was `seen` is told, and what
    `send_message` or `schedule_message` raises.
    """
    kept = _held_answer(by, conversation, seen=seen, body=body)
    message = _write(by, conversation, kept, body=body, answers=answers)
    if send_at is not None:
        return schedule_message(by, message=message, send_at=send_at, thought=thought)
    return send_message(by, message=message, thought=thought)


@transaction.atomic
def keep_answer(
    by: Membership,
    *,
    conversation: Conversation,
    body: str,
    answers: Message | None = None,
    seen: str,
) -> Message | None:
    """Keeps what is being written in a conversation; nothing if nothing is.

    Raises `NotInConversation` and `WrittenElsewhere`.
    """
    kept = _held_answer(by, conversation, seen=seen, body=body)
    if body.strip() or (kept is not None and kept.attachments.exists()):
        message = _write(by, conversation, kept, body=body, answers=answers)
        if kept is None:
            audit.record(by=by, verb="start_draft", target=message)
        return message
    if kept is not None:
        delete_draft(by, message=kept)
    return None


@transaction.atomic
def open_answer(by: Membership, *, conversation: Conversation) -> Message:
    """What is being written in a conversation, begun now if it is not: files may come before words.

    Raises `NotInConversation`.
    """
    kept = _held_answer(by, conversation, seen=None, body="")
    if kept is None:
        kept = _write(by, conversation, None, body="", answers=None)
        audit.record(by=by, verb="start_draft", target=kept)
    return kept


def _held_answer(
    by: Membership, conversation: Conversation, *, seen: str | None, body: str
) -> Message | None:
    """The one draft of an answer that somebody has there, held with their place in it."""
    inside = Participant.objects.select_for_update(of=("self",))
    if inside.filter(conversation=conversation, membership=by).first() is None:
        raise NotInConversation
    kept = Message.objects.unsent_in(conversation, by).drafts().first()
    if seen is not None and kept is not None:
        must_be_the_latest(kept, seen, subject=conversation.subject, body=body)
    if seen and kept is None:
        raise WrittenElsewhere
    return kept


def _write(
    by: Membership,
    conversation: Conversation,
    kept: Message | None,
    *,
    body: str,
    answers: Message | None,
) -> Message:
    message = kept or Message(school_id=by.school_id, conversation=conversation, author=by)
    message.body, message.answers, message.written_at = body, answers, clock.now()
    message.to_author_alone = answers is not None
    message.save()
    return message
