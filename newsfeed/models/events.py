from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.parts.querysets import PartQuerySet


class Event(SchoolOwned):
    """When what an entry tells of takes place.

    Of whole days, both moments are the midnight with which the first and the last begin. Without a
    known end it ends when it starts. `moved_from` is when it was to be before it was moved, and
    `revision` how often it was changed: a calendar that has it takes over only what is later.
    """

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="events")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    moved_from = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "entry"], name="one_event_an_entry"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="events_end_after_they_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "starts_at"], name="events_by_their_start")
        ]
