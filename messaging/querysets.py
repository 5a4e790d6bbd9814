from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from messaging.models import Conversation, Message


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User | AnonymousUser) -> ConversationQuerySet:
        """The conversations this person is in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(participants__membership__in=user.memberships).distinct()


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User | AnonymousUser) -> MessageQuerySet:
        if not user.is_authenticated:
            return self.none()
        mine = user.memberships
        return self.filter(conversation__participants__membership__in=mine).distinct()
