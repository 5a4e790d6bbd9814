from datetime import datetime

from django.db import transaction
from django.db.models import F

import audit
from accounts.models import User
from core import clock
from newsfeed.models import Visit


@transaction.atomic
def mark_seen(user: User, *, until: datetime, at_once: bool = False) -> None:
    """Somebody has seen all of their feed that came until then. It stays new to them while they are
    there, unless they say `at_once` that it is not.
    """
    visits = Visit.objects.filter(membership__in=user.memberships)
    moved = visits.filter(at__lt=until).update(at=min(until, clock.now()))
    if at_once:
        moved += visits.filter(since__lt=F("at")).update(since=F("at"))
    if moved:
        for by in user.memberships:
            audit.record(by=by, verb="see_feed")
