from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.parts.querysets import PartQuerySet, VoteQuerySet

LONGEST_OPTION = 100


class Poll(SchoolOwned):
    """A question under an entry, open until the end of a day. An option is known by its place."""

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="polls")
    question = models.CharField(max_length=200, blank=True)
    options = ArrayField(models.CharField(max_length=LONGEST_OPTION), default=list)
    takes_several = models.BooleanField(default=False)
    closes_on = models.DateField()

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "entry"], name="one_poll_an_entry")
        ]

    @property
    def is_closed(self) -> bool:
        return self.closes_on < clock.today()


class Vote(SchoolOwned):
    """The options one person chose, by their places."""

    poll = WalledForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    membership = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    choices = ArrayField(models.PositiveSmallIntegerField())
    cast_at = models.DateTimeField(default=clock.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "membership"], name="one_vote_a_membership")
        ]

    @property
    def answers(self) -> list[str]:
        return [self.poll.options[place] for place in self.choices]
