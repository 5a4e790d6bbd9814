from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from accounts.choices import GroupKind
from accounts.hiding import hidden
from accounts.models import User
from messaging.querysets.messages import EXCERPT

if TYPE_CHECKING:
    from messaging.models import Conversation, Participant


_UNREAD = Q(read_at=None) | Q(read_at__lt=F("last_at"))
# What somebody wants to hear of.
WAITS = _UNREAD & Q(muted_at=None)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User | AnonymousUser) -> ConversationQuerySet:
        """The conversations this person is in."""
        from messaging.models import Participant  # noqa: PLC0415  (the models import this module)

        mine = Participant.objects.of(user).filter(conversation=OuterRef("pk"))
        return self.filter(Exists(mine)).select_related("started_by__user", "school")

    def with_project(self) -> ConversationQuerySet:
        """Each with the key of the `project_group` it was begun with, if any."""
        from messaging.models import Addressee  # noqa: PLC0415  (the models import this module)

        projects = Addressee.objects.filter(
            message__conversation=OuterRef("pk"), group__kind=GroupKind.PROJECT
        )
        return self.annotate(project_group=Subquery(projects.order_by("pk").values("group")[:1]))


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
        return self.filter(_UNREAD)

    def waiting(self) -> ParticipantQuerySet:
        """Those unread that somebody wants to hear of."""
        return self.filter(WAITS)

    def listed(self, *, archived: bool) -> ParticipantQuerySet:
        """Latest first, each with its conversation, the excerpt of the `last` message its person has
        of it, and whether something in it `asks` them to confirm.
        """
        from messaging.models import Message  # noqa: PLC0415  (the models import this module)

        here = Message.objects.there().filter(conversation=OuterRef("conversation"))
        reader = OuterRef(OuterRef("membership"))
        here = here.exclude(hidden("message", membership=reader))
        last = here.filter(deliveries__membership=OuterRef("membership"))
        last = last.with_excerpts(membership=reader)
        said = last.latest_first().values(said=JSONObject(**{each: each for each in EXCERPT}))
        return (
            self.filter(archived_at__isnull=not archived)
            .with_people()
            .select_related("conversation__started_by__user", "conversation__school")
            .with_asks()
            .annotate(last=Subquery(said[:1]))
            .order_by("-last_at", "-pk")
        )

    def with_asks(self) -> ParticipantQuerySet:
        """Each with whether something in it that is not hidden from its person `asks` them to confirm."""
        from messaging.models import Delivery  # noqa: PLC0415  (the models import this module)

        asked = Delivery.objects.asked().filter(
            confirmed_at=None,
            membership=OuterRef("membership"),
            message__conversation=OuterRef("conversation"),
        )
        asked = asked.exclude(hidden("message", of="message", membership=OuterRef("membership")))
        return self.annotate(asks=Exists(asked))

    def shown_to(self, me: Participant) -> ParticipantQuerySet:
        """Who is in a conversation, as far as this one of them learns it."""
        conversation = me.conversation
        inside = self.filter(conversation=conversation)
        if conversation.answers_to_all or conversation.started_by_id == me.membership_id:
            return inside
        return inside.filter(membership__in=[conversation.started_by_id, me.membership_id])

    def with_people(self) -> ParticipantQuerySet:
        """Each with how many `people` are in the conversation."""
        inside = self.model.objects.filter(conversation=OuterRef("conversation")).order_by()
        count = inside.values("conversation").values(count=Count("pk"))
        return self.annotate(people=Coalesce(Subquery(count), 0))

    def by_name(self) -> ParticipantQuerySet:
        people = self.select_related("membership__user")
        return people.order_by("membership__user__folded_name", "pk")
