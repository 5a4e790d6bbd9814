"""When a concern came about a child who is not safe: see `core.arrivals.Source`."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Membership
from core import wall
from moderation.people import who_can_protect
from moderation.routing import Desk
from safeguarding.models import Concern


def urgent_arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterable[tuple[int, datetime]]:
    """To those who look after it now, as long as nobody has done anything."""
    came: dict[int, datetime] = {}
    for concern, accounts in _urgent(after, until):
        for account in accounts:
            came[account] = max(concern.written_at, came.get(account, concern.written_at))
    theirs = people.filter(user__in=came).values_list("pk", "user")
    return [(key, came[account]) for key, account in theirs]


def _urgent(after: datetime, until: datetime) -> list[tuple[Concern, set[int]]]:
    """Each with the accounts that look after it."""
    with wall.protection_open():
        written = Concern.objects.untouched().filter(is_urgent=True)
        found = written.filter(written_at__gt=after, written_at__lte=until).select_related("child")
        concerns = list(found)
        able = who_can_protect([concern.child for concern in concerns])
    return [(each, able[each.child_id].get(Desk(each.desk), set())) for each in concerns]
