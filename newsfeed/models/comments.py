from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from simple_history.models import HistoricalRecords

from core.wall import WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.models.words import Words
from newsfeed.querysets import CommentQuerySet
from newsfeed.stems import stems_of


class Comment(Words):
    """`answers` is the comment it was said to; there is one level, so that one answers nothing."""

    entry = WalledForeignKey(
        Entry, on_delete=models.RESTRICT, related_name="comments", db_index=False
    )
    answers = WalledForeignKey(
        "self", null=True, on_delete=models.RESTRICT, related_name="answered_by"
    )
    # When somebody else last spoke in its thread after it, if it is its author's last word there.
    answered_at = models.DateTimeField(null=True)
    stems = stems_of(Value(""), F("body"), Value(""))
    history = HistoricalRecords(excluded_fields=["answers", "answered_at", "stems"])

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entry", "written_at"], name="comments_in_order"),
            models.Index(fields=["school", "author"], name="comments_by_author"),
            models.Index(
                fields=["school", "author", "-answered_at", "-id"],
                condition=Q(answered_at__isnull=False),
                name="comments_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
