"""Drafts as their authors' hands meet in them: several windows, a slow phone, the sweep."""

from django.db.models import Q

from accounts.choices import GroupKind, Profile
from accounts.models import Membership
from core import keeping
from messaging.models import Message
from messaging.policies import (
    AlreadySent,
    MayNotWrite,
    NothingWritten,
    NotTheAuthor,
)
from messaging.rights import reach_of, refused

# Beyond that many an answer to everybody is a nuisance to most of them.
FEW = 30


def hold(by: Membership, message: Message) -> Message:
    """The draft as it is now, held until the transaction ends: pressed twice, it goes once.

    Raises `NotTheAuthor` and `AlreadySent`.
    """
    drafts = Message.objects.select_for_update(of=("self",)).select_related(
        "author", "answers", "conversation__started_by"
    )
    held = drafts.get(pk=message.pk)
    if held.author_id != by.pk:
        raise NotTheAuthor
    if not held.is_unsent:
        raise AlreadySent
    return held


def must_be_the_latest(held: Message, seen: str, *, subject: str, body: str) -> None:
    """Raises `WrittenElsewhere`, unless this is written over the version that was `seen`."""
    goes_on = body.startswith(held.body) and subject.startswith(held.conversation.subject)
    keeping.must_be_the_latest(held, seen, goes_on=goes_on)


def must_be_sendable(by: Membership, message: Message) -> None:
    """Raises `NothingWritten`, and `MayNotWrite` for any addressee too many."""
    if not message.body.strip() and not _brings_something(message):
        raise NothingWritten
    if names := refused(by, message.addressees.with_labels()):
        raise MayNotWrite(each.label for each in names)


def _brings_something(message: Message) -> bool:
    forwards = message.forwards
    return message.attachments.exists() or (forwards is not None and forwards.is_there)


def is_for_many(message: Message) -> bool:
    """Whether answers had better come to its author alone: families do not learn of each other by
    being written to.
    """
    whole = Q(group__kind__in=(GroupKind.SCHOOL, GroupKind.CLASS))
    families = whole & Q(group__profile__in=("", Profile.PARENT))
    return message.addressees.filter(families).exists() or reach_of(message) > FEW
