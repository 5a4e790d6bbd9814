from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import GroupMember, User

if TYPE_CHECKING:
    from newsfeed.models import Comment, Entry


class EntryQuerySet(models.QuerySet["Entry"]):
    def there(self) -> EntryQuerySet:
        """Neither deleted, removed nor erased with their author."""
        return self.filter(deleted_at=None, removed_at=None, author__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> EntryQuerySet:
        """What is addressed to one of this person's groups, and what they wrote."""
        if not user.is_authenticated:
            return self.none()
        mine = [membership.pk for membership in user.memberships]
        addressed = GroupMember.objects.filter(
            membership__in=mine, group__audiences__entry=OuterRef("pk")
        )
        return self.there().filter(Q(author__in=mine) | Exists(addressed))


class CommentQuerySet(models.QuerySet["Comment"]):
    def there(self) -> CommentQuerySet:
        return self.filter(deleted_at=None, removed_at=None, author__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> CommentQuerySet:
        """What was said under the entries this person sees."""
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        return self.there().filter(entry__in=Entry.objects.visible_to(user))
