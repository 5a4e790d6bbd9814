from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Group
from core import clock
from core.keeping import HeldBack
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.words import Words
from newsfeed.querysets import AudienceQuerySet, EntryFileQuerySet, EntryQuerySet
from newsfeed.stems import stems_of
from uploads.models import StoredFile


class State(models.TextChoices):
    """Only what is published is read by others than its author and those who decide on it."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    WAITING = "waiting", _("waiting for a teacher")
    DECLINED = "declined", _("not published")
    PUBLISHED = "published", _("published")


class Entry(Words):
    """`publish_at` is when what is scheduled is due, `held_back` why it was not published then; from
    `expires_at` on nobody reads it. `written_at` is when its words were last kept.

    `body` is HTML that `core.richtext` cleaned, `text` its words alone, `beside` the words of what comes
    with it once it is published: its event, its poll, its files. `wording` sets all three.
    """

    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(blank=True, editable=False)
    beside = models.TextField(blank=True, editable=False, db_default="")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(null=True)
    held_back = models.CharField(max_length=10, choices=HeldBack, blank=True, db_default="")
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    comments_open = models.BooleanField(_("comments"), default=True)
    # When somebody else last said something under it.
    answered_at = models.DateTimeField(null=True)
    wants_confirmation = models.BooleanField(default=False, db_default=False)
    stems = stems_of(F("title"), F("text"), F("beside"))
    history = HistoricalRecords(excluded_fields=["text", "beside", "held_back", "stems"])

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published_at__isnull=False)
                | (~Q(state=State.PUBLISHED) & Q(published_at=None)),
                name="published_at_some_moment",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "author", "-published_at", "-id"], name="newest_by_author"
            ),
            models.Index(
                fields=["school", "author", "-answered_at", "-id"],
                condition=Q(answered_at__isnull=False),
                name="answered_by_author",
            ),
            models.Index(
                fields=["school", "published_at"],
                condition=Q(wants_confirmation=True),
                name="entries_to_confirm",
            ),
            models.Index(
                fields=["school", "written_at"],
                condition=Q(state=State.WAITING),
                name="entries_waiting",
            ),
            models.Index(
                fields=["state", "publish_at"],
                condition=~Q(state=State.PUBLISHED),
                name="entries_not_published_yet",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def is_unpublished(self) -> bool:
        """Whether its author alone goes on with it."""
        return self.state in (State.DRAFT, State.SCHEDULED, State.DECLINED)

    @property
    def has_disappeared(self) -> bool:
        return self.state == State.PUBLISHED and self.is_past

    @property
    def is_past(self) -> bool:
        """Whether nobody would read it any more, published or not."""
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def version(self) -> str:
        """What a page that shows a draft knows of it: who writes over another version is told."""
        return self.written_at.isoformat()


class Audience(SchoolOwned):
    """A group an entry is addressed to. A feed merges the newest of these of each of my groups.

    `published_at` is the entry's, so that one index tells which is the newest.
    """

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="audiences")
    # Without an index of its own, as an entry's author.
    group = WalledForeignKey(
        Group, on_delete=models.CASCADE, related_name="audiences", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    is_pinned = models.BooleanField(default=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "group"], name="addressed_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["school", "group", "-published_at", "-entry"], name="newest_of_a_group"
            ),
            models.Index(
                fields=["school", "group"], condition=Q(is_pinned=True), name="pinned_in_a_group"
            ),
        ]


class EntryFile(SchoolOwned):
    """A file of an entry; of a picture, with the words for those who do not see it."""

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    file = WalledForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    description = models.CharField(_("what the picture shows"), max_length=300, blank=True)

    objects = EntryFileQuerySet.as_manager()
