from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Group, Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.querysets import CommentQuerySet, EntryQuerySet, PictureQuerySet
from uploads.models import StoredFile


class Words(SchoolOwned):
    """What somebody wrote. Deleted by its author, removed by the school, or erased with them.

    Deleting empties the words but keeps the row, because others' words hang on it.
    """

    # Without an index of its own: the planner would take that for the one that is sorted by date.
    author = WalledForeignKey(
        Membership,
        null=True,
        on_delete=models.RESTRICT,
        related_name="%(class)s_set",
        db_index=False,
    )
    body = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_there(self) -> bool:
        return self.deleted_at is None and self.removed_at is None and self.author_id is not None


class Entry(Words):
    title = models.CharField(_("title"), max_length=200, blank=True)
    comments_open = models.BooleanField(_("comments"), default=True)
    history = HistoricalRecords()

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "author", "-written_at", "-id"], name="newest_by_author")
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Audience(SchoolOwned):
    """A group an entry is addressed to. A feed merges the newest of these of each of my groups."""

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="audiences")
    # Without an index of its own, as an entry's author.
    group = WalledForeignKey(
        Group, on_delete=models.CASCADE, related_name="audiences", db_index=False
    )
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "group"], name="addressed_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "group", "-published_at", "-entry"], name="newest_of_a_group"
            )
        ]


class Picture(SchoolOwned):
    """A picture on an entry, with the words for those who do not see it."""

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="pictures")
    file = WalledForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    description = models.CharField(_("what the picture shows"), max_length=300, blank=True)

    objects = PictureQuerySet.as_manager()


class Comment(Words):
    entry = WalledForeignKey(Entry, on_delete=models.RESTRICT, related_name="comments")
    history = HistoricalRecords()

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entry", "written_at"], name="comments_in_order"),
            models.Index(fields=["school", "author"], name="comments_by_author"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Visit(SchoolOwned):
    """When somebody last came to the feed, at `at`, and the time before that, at `since`.

    What was published after `since` is new to them.
    """

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_visit_a_membership")
        ]
