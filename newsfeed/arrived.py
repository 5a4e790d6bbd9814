"""When the latest came to somebody's feed: see `core.arrivals.Source`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from accounts.models import GroupMember, Membership
from newsfeed.models import Audience, Comment, Entry
from newsfeed.querysets import CommentQuerySet


def arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterator[tuple[int, datetime]]:
    """What others published to their groups, and said to what they wrote and said."""
    reader = "group__members__membership"
    published = Audience.objects.filter(
        **{f"{reader}__in": people},
        published_at__gt=after,
        published_at__lte=until,
        entry__in=Entry.objects.published(),
    ).exclude(entry__author=F(reader))
    yield from published.order_by().values(reader).values_list(reader, Max("published_at"))
    there: list[QuerySet[Any]] = [Entry.objects.published(), _readable_comments()]
    for words in there:
        answered = words.filter(author__in=people, answered_at__gt=after, answered_at__lte=until)
        yield from answered.order_by().values("author").values_list("author", Max("answered_at"))


def _readable_comments() -> CommentQuerySet:
    """Those whose authors still see where they said them."""
    addressed = GroupMember.objects.filter(
        membership=OuterRef("author"), group__audiences__entry=OuterRef("entry")
    )
    return Comment.objects.there().filter(Exists(addressed), entry__in=Entry.objects.published())
