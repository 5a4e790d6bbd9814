from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Group, Membership
from core import clock
from core.keeping import HeldBack
from core.wall import SchoolOwned, WalledForeignKey
from messaging.querysets import (
    AddresseeQuerySet,
    AttachmentQuerySet,
    ConversationQuerySet,
    DeliveryQuerySet,
    MessageQuerySet,
    ParticipantQuerySet,
)
from uploads.models import StoredFile

# How long whoever wrote a message may take it back.
RECALLABLE = timedelta(minutes=60)


class Conversation(SchoolOwned):
    """What somebody began to write to people, and what was answered.

    Without `answers_to_all` answers go to whoever began it alone, and nobody else learns who is in
    it. `folded_subject` is searched in.
    """

    subject = models.CharField(_("subject"), max_length=200, blank=True)
    folded_subject = models.CharField(max_length=400, blank=True, editable=False)
    started_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="started_conversations"
    )
    started_at = models.DateTimeField(default=clock.now)
    answers_to_all = models.BooleanField(default=True)

    objects = ConversationQuerySet.as_manager()


class Participant(SchoolOwned):
    """A conversation as it lies with one of those in it.

    `last_at` is when the latest message came that they got or wrote, was corrected or they were
    reminded of one; `read_at` up to when they have
    read. What is muted disturbs nobody and stays archived when more comes.
    """

    conversation = WalledForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants"
    )
    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="participations", db_index=False
    )
    last_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    muted_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership", "conversation"], name="in_a_conversation_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["membership", "-last_at", "-id"], name="latest_conversations")
        ]

    @property
    def is_unread(self) -> bool:
        return self.read_at is None or self.read_at < self.last_at


class Message(SchoolOwned):
    """What is written in a conversation, from its draft on.

    It is read by those who have a `Delivery` of it, and as long as it is none, by its author alone.
    With `to_author_alone` it goes to the author of the message it `answers` and to nobody else.
    What it `forwards` is not copied: taken back or removed, it is gone here too. `written_at` is
    when its words were last kept, `folded` is what is searched in.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("waits to be sent")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")

    conversation = WalledForeignKey(
        Conversation, on_delete=models.RESTRICT, related_name="messages"
    )
    author = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="messages"
    )
    body = models.TextField(_("message"), blank=True)
    folded = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    answers = WalledForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    to_author_alone = models.BooleanField(default=False)
    forwards = WalledForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    wants_confirmation = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=clock.now)
    send_at = models.DateTimeField(null=True)
    held_back = models.CharField(max_length=10, choices=HeldBack, blank=True)
    sent_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "scheduled")) | Q(sent_at__isnull=False),
                name="sent_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(send_at__isnull=False),
                name="scheduled_for_some_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "-sent_at", "-id"], name="messages_in_order"),
            models.Index(fields=["school", "sent_at"], name="messages_sent_lately"),
            models.Index(
                fields=["state", "send_at"],
                condition=~Q(state="sent"),
                name="messages_not_sent_yet",
            ),
            models.Index(
                fields=["author"],
                condition=Q(state__in=("draft", "scheduled")),
                name="drafts_of_somebody",
            ),
        ]

    @property
    def is_there(self) -> bool:
        return self.removed_at is None and self.recalled_at is None and self.author_id is not None

    @property
    def is_unsent(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.SCHEDULED)

    @property
    def wording(self) -> str:
        """Which of its wordings it has now; what is confirmed is the one that was read."""
        return self.corrected_at.isoformat() if self.corrected_at else ""

    @property
    def version(self) -> str:
        """What a page that shows a draft knows of it: who writes over another version is told."""
        return self.written_at.isoformat()

    @property
    def recallable_until(self) -> datetime | None:
        """None for what is not sent yet."""
        return self.sent_at + RECALLABLE if self.sent_at else None


class Addressee(SchoolOwned):
    """Whom the first message of a conversation is for: a person, or a group as it is when sent."""

    message = WalledForeignKey(Message, on_delete=models.CASCADE, related_name="addressees")
    membership = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="addressed"
    )
    group = WalledForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="addressed")

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False) | Q(group__isnull=False),
                name="a_person_or_a_group",
            ),
            models.UniqueConstraint(fields=["message", "membership"], name="written_to_once"),
            models.UniqueConstraint(fields=["message", "group"], name="group_written_to_once"),
        ]

    @property
    def label(self) -> str:
        """Needs the person with their account, or the group with school and class, at hand."""
        return self.membership.name if self.membership else self.group.label if self.group else ""


class Delivery(SchoolOwned):
    """A message with somebody who has it: those it was for, and its author.

    `told_at` is when an e-mail said that it waits, or when it was clear that none has to.
    """

    message = WalledForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    membership = WalledForeignKey(
        Membership, on_delete=models.RESTRICT, related_name="deliveries", db_index=False
    )
    read_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "message"], name="delivered_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "membership"],
                condition=Q(told_at=None),
                name="deliveries_to_tell",
            )
        ]


class Attachment(SchoolOwned):
    message = WalledForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = WalledForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")

    objects = AttachmentQuerySet.as_manager()
