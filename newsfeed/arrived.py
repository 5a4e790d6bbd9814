"""When the latest came to somebody's feed: see `core.arrivals.Source`."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Max, QuerySet

from accounts.models import Membership
from newsfeed.models import Audience, Entry


def arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterator[tuple[int, datetime]]:
    """What others published to their groups, and said to what they wrote."""
    reader = "group__members__membership"
    published = Audience.objects.filter(
        **{f"{reader}__in": people},
        published_at__gt=after,
        published_at__lte=until,
        entry__in=Entry.objects.published(),
    ).exclude(entry__author=F(reader))
    yield from published.order_by().values(reader).values_list(reader, Max("published_at"))
    answered = Entry.objects.published().filter(
        author__in=people, answered_at__gt=after, answered_at__lte=until
    )
    yield from answered.order_by().values("author").values_list("author", Max("answered_at"))
