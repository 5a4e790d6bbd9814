from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import GroupMember, Membership, User
from core import clock

if TYPE_CHECKING:
    from newsfeed.models import Comment, Entry, Picture


class EntryQuerySet(models.QuerySet["Entry"]):
    def there(self) -> EntryQuerySet:
        """Neither deleted, removed nor erased with their author."""
        return self.filter(deleted_at=None, removed_at=None, author__isnull=False)

    def published(self) -> EntryQuerySet:
        """What is there to be read at this moment."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=clock.now())
        return self.there().filter(lasting, published_at__isnull=False)

    def reaching(self, memberships: Collection[Membership]) -> EntryQuerySet:
        """What was published to a group of one of these, and what they published."""
        mine = [membership.pk for membership in memberships]
        addressed = GroupMember.objects.filter(
            membership__in=mine, group__audiences__entry=OuterRef("pk")
        )
        return self.published().filter(Q(author__in=mine) | Exists(addressed))

    def visible_to(self, user: User | AnonymousUser) -> EntryQuerySet:
        return self.reaching(user.memberships) if user.is_authenticated else self.none()

    def written_by(self, user: User) -> EntryQuerySet:
        return self.filter(author__in=user.memberships)


class CommentQuerySet(models.QuerySet["Comment"]):
    def there(self) -> CommentQuerySet:
        return self.filter(deleted_at=None, removed_at=None, author__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> CommentQuerySet:
        """What was said under the entries this person sees."""
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        return self.there().filter(entry__in=Entry.objects.visible_to(user))

    def under(self, entry: Entry) -> CommentQuerySet:
        """In the order in which they were said, each with who said it."""
        found = self.filter(entry=entry).select_related("author__user")
        return found.order_by("written_at", "pk")

    def written_by(self, user: User) -> CommentQuerySet:
        return self.filter(author__in=user.memberships)


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> PictureQuerySet:
        """Those on the entries this person sees."""
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        return self.filter(entry__in=Entry.objects.visible_to(user)).select_related("file")
