from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

import audit
from accounts.models import Membership
from accounts.policies import can_administer
from audit.models import Event
from audit.querysets import EventQuerySet


def consult_trail(
    by: Membership,
    *,
    verb: str = "",
    since: date | None = None,
    until: date | None = None,
    person: Membership | None = None,
) -> EventQuerySet:
    """The trail of the school, both days included; whoever reads it is written into it first."""
    if not can_administer(by, by.school):
        raise PermissionDenied
    days = [day.isoformat() if day else None for day in (since, until)]
    audit.record(by=by, verb="read_trail", target=person, only=verb, days=days)
    return Event.objects.of_school(by.school_id).matching(
        verb=verb,
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
        membership_id=person.pk if person else None,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
