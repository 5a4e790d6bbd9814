from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from accounts.models import User

if TYPE_CHECKING:
    from messaging.models import Conversation, Message, Participant


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User | AnonymousUser) -> ConversationQuerySet:
        """The conversations this person is in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Exists(_participations(user, conversation=OuterRef("pk"))))

    def listed_for(self, user: User | AnonymousUser) -> ConversationQuerySet:
        """This person's, latest first: who is in it, the last words, whether some are `unread`."""
        from messaging.models import Message  # noqa: PLC0415  (the models import this module)

        if not user.is_authenticated:
            return self.none()
        last = Message.objects.filter(conversation=OuterRef("pk")).there().order_by("-sent_at")
        unread = _participations(user, conversation=OuterRef("pk")).unread()
        return (
            self.visible_to(user)
            .with_people()
            .select_related("school")
            .annotate(last_words=Subquery(last.values("body")[:1]), unread=Exists(unread))
            .order_by("-last_message_at", "-pk")
        )

    def with_people(self) -> ConversationQuerySet:
        from messaging.models import Participant  # noqa: PLC0415  (the models import this module)

        people = Participant.objects.select_related("membership__user").order_by("pk")
        return self.prefetch_related(Prefetch("participants", people))


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of(self, user: User | AnonymousUser) -> ParticipantQuerySet:
        """As whom this person is in conversations."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(membership__in=user.memberships).select_related("membership__school")

    def in_conversation(self, conversation: Conversation) -> Participant:
        """Raises `DoesNotExist` where none of these is in it."""
        return self.filter(conversation=conversation).order_by("pk")[:1].get()

    def unread(self) -> ParticipantQuerySet:
        """Those for whom something was written since they last looked."""
        return self.filter(Q(read_at=None) | Q(read_at__lt=F("conversation__last_message_at")))


class MessageQuerySet(models.QuerySet["Message"]):
    def there(self) -> MessageQuerySet:
        """Neither removed nor erased with their author."""
        return self.filter(removed_at=None, author__isnull=False)

    def with_authors(self) -> MessageQuerySet:
        return self.select_related("author__user")

    def visible_to(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What was written in the conversations this person is in."""
        if not user.is_authenticated:
            return self.none()
        mine = _participations(user, conversation=OuterRef("conversation"))
        return self.there().filter(Exists(mine))


def _participations(user: User, **where: OuterRef) -> ParticipantQuerySet:
    from messaging.models import Participant  # noqa: PLC0415  (the models import this module)

    return Participant.objects.filter(membership__in=user.memberships, **where)
