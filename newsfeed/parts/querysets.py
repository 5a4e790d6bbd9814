from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from newsfeed.models import Confirmation, Entry, Poll, Vote


class PartQuerySet(models.QuerySet[Any]):
    """What belongs to an entry and is seen by whoever sees that."""

    def visible_to(self, user: User | AnonymousUser) -> PartQuerySet:
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        seen = self.filter(entry__in=Entry.objects.visible_to(user))
        return seen.select_related("entry__author__user", "entry__school")

    def written_by(self, user: User) -> PartQuerySet:
        return self.filter(entry__author__in=user.memberships)


class VoteQuerySet(models.QuerySet["Vote"]):
    def cast_in(self, poll: Poll) -> VoteQuerySet:
        """Each with who cast it, by name."""
        cast = self.filter(poll=poll).select_related("membership__user")
        return cast.order_by("membership__user__folded_name", "pk")


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def given_to(self, entry: Entry) -> ConfirmationQuerySet:
        """Those by which somebody confirmed it."""
        return self.filter(entry=entry, confirmed_at__isnull=False)
