"""What is done to a message before it is sent; nobody but its author sees any of it.

Only the making and the deleting of a draft are recorded: it is kept at every other word.
"""

from collections.abc import Collection, Iterable

from django.db import transaction

import audit
from accounts.models import Group, Membership
from core import clock
from messaging.drafts import hold, is_for_many, must_be_the_latest
from messaging.models import Addressee, Conversation, Message
from messaging.policies import NotForwardable, can_ask_to_confirm
from messaging.rights import can_forward
from uploads.actions import delete_file


@transaction.atomic
def start_draft(
    by: Membership,
    *,
    to: Iterable[Membership] = (),
    groups: Iterable[Group] = (),
    forwards: Message | None = None,
) -> Message:
    """Begins a message to these; whether they may be written to is asked when it is sent.

    What `forwards` something that was forwarded itself hands on the first. Raises `NotForwardable`.
    """
    if forwards is not None:
        forwards = forwards.forwards or forwards
        if not can_forward(by, forwards):
            raise NotForwardable
    conversation = Conversation.objects.create(school_id=by.school_id, started_by=by)
    message = Message.objects.create(
        school_id=by.school_id, conversation=conversation, author=by, forwards=forwards
    )
    address_draft(by, message=message, to=to, groups=groups)
    audit.record(by=by, verb="start_draft", target=message)
    return message


@transaction.atomic
def address_draft(
    by: Membership,
    *,
    message: Message,
    to: Iterable[Membership] = (),
    groups: Iterable[Group] = (),
) -> None:
    """Adds those it is for. Where they become many, answers come to the author alone; never the
    other way round, which would tell people's names without anybody having said so.
    """
    held = hold(by, message)
    were_many = is_for_many(held)
    named = [Addressee(school_id=held.school_id, message=held, membership=each) for each in to]
    whole = [Addressee(school_id=held.school_id, message=held, group=each) for each in groups]
    Addressee.objects.bulk_create([*named, *whole], ignore_conflicts=True)
    if not were_many and is_for_many(held):
        Conversation.objects.filter(pk=held.conversation_id).update(answers_to_all=False)


@transaction.atomic
def take_out(by: Membership, *, message: Message, addressees: Collection[int]) -> None:
    """It is not for these any more."""
    hold(by, message).addressees.filter(pk__in=addressees).delete()


@transaction.atomic
def write_draft(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    message: Message,
    seen: str,
    subject: str,
    body: str,
    answers_to_all: bool,
    wants_confirmation: bool = False,
) -> Message:
    """Keeps what is written, over the version that was `seen`. Raises `WrittenElsewhere`."""
    held = hold(by, message)
    must_be_the_latest(held, seen, subject=subject, body=body)
    conversation = held.conversation
    conversation.subject, conversation.answers_to_all = subject, answers_to_all
    conversation.save(update_fields=["subject", "answers_to_all"])
    held.body, held.written_at = body, clock.now()
    held.wants_confirmation = wants_confirmation and can_ask_to_confirm(by)
    held.save(update_fields=["body", "written_at", "wants_confirmation"])
    return held


@transaction.atomic
def delete_draft(by: Membership, *, message: Message) -> None:
    """Nothing is left of it, nor of its files."""
    held = hold(by, message)
    for attachment in held.attachments.select_related("file"):
        delete_file(by, stored=attachment.file)
    audit.record(by=by, verb="delete_draft", target=held)
    held.delete()
    begun = Conversation.objects.filter(pk=held.conversation_id, started_by=by)
    begun.filter(messages=None, participants=None).delete()
