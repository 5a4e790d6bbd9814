from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from messaging.querysets import (
    ConversationQuerySet,
    MessageQuerySet,
    ParticipantQuerySet,
)


class Conversation(SchoolOwned):
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    started_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="started_conversations"
    )
    started_at = models.DateTimeField(default=clock.now)
    last_message_at = models.DateTimeField(default=clock.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "-last_message_at"], name="latest_conversations")
        ]


class Participant(SchoolOwned):
    """Somebody in a conversation, and up to when they have read it."""

    conversation = WalledForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants"
    )
    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="participations"
    )
    read_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "conversation"], name="in_a_conversation_once"
            )
        ]


class Message(SchoolOwned):
    conversation = WalledForeignKey(
        Conversation, on_delete=models.RESTRICT, related_name="messages"
    )
    author = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="messages"
    )
    body = models.TextField(_("message"), blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation", "sent_at"], name="messages_in_order")
        ]

    @property
    def is_there(self) -> bool:
        return self.removed_at is None and self.author_id is not None
