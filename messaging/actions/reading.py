from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

import audit
from accounts.models import Membership
from core import clock
from messaging.models import Conversation, Delivery, Participant


@transaction.atomic
def mark_read(by: Membership, *, seen: Participant) -> None:
    """`by` has seen the conversation as it was loaded, and nothing that came since."""
    mine = Participant.objects.filter(pk=seen.pk, membership=by).unread()
    if mine.update(read_at=seen.last_at):
        there = Delivery.objects.filter(
            membership=by,
            message__conversation=seen.conversation_id,
            message__sent_at__lte=seen.last_at,
        ).exclude(message__corrected_at__gt=seen.last_at)
        # Read before, and to be told again: a reminder.
        unread = there.filter(Q(read_at=None) | Q(told_at=None))
        now = clock.now()
        unread.update(read_at=Coalesce("read_at", now), told_at=Coalesce("told_at", now))


def archive(by: Membership, *, conversation: Conversation) -> None:
    """Puts it away until something new comes, or for good if it is muted."""
    _lay(by, conversation, "archive_conversation", archived_at=clock.now())


def unarchive(by: Membership, *, conversation: Conversation) -> None:
    _lay(by, conversation, "unarchive_conversation", archived_at=None)


def mute(by: Membership, *, conversation: Conversation) -> None:
    """What comes still comes, and tells nobody that it is there."""
    _lay(by, conversation, "mute_conversation", muted_at=clock.now())


def unmute(by: Membership, *, conversation: Conversation) -> None:
    _lay(by, conversation, "unmute_conversation", muted_at=None)


@transaction.atomic
def _lay(by: Membership, conversation: Conversation, verb: str, **how: object) -> None:
    if Participant.objects.filter(conversation=conversation, membership=by).update(**how):
        audit.record(by=by, verb=verb, target=conversation)
