"""A guest whom a project brought comes and goes with it; what becomes of their account follows."""

from django.db import transaction

import audit
from accounts.models import Membership, School
from accounts.models.people import KEPT
from core import clock, wall
from retention.models import Closure


def follow_guests() -> None:
    """Closed guests are erased in ninety days, and those who came back are not."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        gone = Membership.objects.guests_of_projects().exclude(closed_at=None)
        closed = gone.exclude(closures__in=Closure.objects.pending())
        back = Closure.objects.pending().filter(
            membership__home__isnull=False, membership__closed_at=None
        )
        schools = {*closed.values_list("school", flat=True), *back.values_list("school", flat=True)}
    for school_id in schools:
        with wall.within(school_id):
            _follow(school_id)


@transaction.atomic
def _follow(school_id: int) -> None:
    here = Membership.objects.select_for_update(of=("self",)).guests_of_projects()
    people = list(here.filter(school=school_id))
    pending = {
        each.membership_id: each for each in Closure.objects.pending().filter(membership__in=people)
    }
    gone = [each for each in people if each.closed_at and each.pk not in pending]
    back = [each for each in people if not each.closed_at and each.pk in pending]
    Closure.objects.bulk_create(
        Closure(
            school_id=school_id,
            membership=each,
            closed_at=each.closed_at,
            erase_at=each.closed_at + KEPT,
        )
        for each in gone
        if each.closed_at
    )
    Closure.objects.pending().filter(membership__in=back).update(reopened_at=clock.now())
    audit.record_each(by=None, verb="close_account", targets=gone, school_id=school_id)
    audit.record_each(by=None, verb="reopen_account", targets=back, school_id=school_id)
