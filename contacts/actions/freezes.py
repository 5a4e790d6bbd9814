from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

import audit
from accounts.choices import GroupKind
from accounts.deciding import hold_administration, hold_school
from accounts.models import Group, Membership, School
from contacts.models import Freeze
from core import clock, realtime, wall


@transaction.atomic
def begin_freeze(
    by: Membership | None,
    *,
    school: School,
    profiles: Collection[str],
    reason: str,
    until: datetime,
) -> Freeze:
    """From this moment on nobody of these profiles sends; reading and reporting go on.

    `by` is None for an operator at the command line. Raises `NotAllowed`.
    """
    _hold(by, school.pk)
    freeze = Freeze.objects.create(
        school=school, profiles=sorted(profiles), reason=reason, begun_by=by, until=until
    )
    audit.record(
        by=by,
        verb="begin_freeze",
        target=freeze,
        school_id=school.pk,
        profiles=freeze.profiles,
        until=until.isoformat(),
    )
    _announce(school.pk)
    return freeze


@transaction.atomic
def end_freeze(by: Membership | None, *, freeze: Freeze) -> None:
    """Lets those send again whom nothing else keeps from it. Raises `NotAllowed`.

    One that is over stays as it is: another administrator was quicker.
    """
    _hold(by, freeze.school_id)
    still = Freeze.objects.in_force().filter(pk=freeze.pk)
    if still.update(ended_at=clock.now(), ended_by=by):
        audit.record(by=by, verb="end_freeze", target=freeze, school_id=freeze.school_id)
        _announce(freeze.school_id)


def end_freezes() -> None:
    """Puts away the freezes whose time is over; those they held could send since then."""
    for school in School.objects.exclude(frozen_until=None):
        with wall.within(school.pk):
            _end_freezes_of(school.pk)


@transaction.atomic
def _end_freezes_of(school_id: int) -> None:
    hold_school(school_id)
    over = list(Freeze.objects.over().filter(school=school_id))
    if over:
        for freeze in over:
            freeze.ended_at = freeze.until
        Freeze.objects.bulk_update(over, ["ended_at"])
        audit.record_each(by=None, verb="end_freeze", targets=over, school_id=school_id)
        _announce(school_id)


def _hold(by: Membership | None, school_id: int) -> None:
    if by is None:
        hold_school(school_id)
    else:
        hold_administration(by, school_id)


def _announce(school_id: int) -> None:
    """Every page of the school, those open now too, says what is frozen from here on."""
    in_force = Freeze.objects.in_force().filter(school=school_id)
    longest = in_force.aggregate(longest=Max("until"))["longest"]
    School.objects.filter(pk=school_id).update(frozen_until=longest)
    # Guests of a project are in no other group.
    everybody = Group.objects.filter(
        school=school_id, kind__in=(GroupKind.SCHOOL, GroupKind.PROJECT), profile=""
    )
    realtime.nudge(everybody.values_list("pk", flat=True), look="frozen")
