from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import Membership, School
from accounts.policies import can_import_roll
from accounts.roll.application import Made, Progress, apply_plan
from accounts.roll.changes import changes_of, fingerprint
from accounts.roll.knowledge import what_school_knows
from accounts.roll.matching import plan_roll
from accounts.roll.plan import RollPlan
from accounts.roll.reading import RollReading
from core import wall


class RollHasErrors(Exception):
    """Lines are missing from such a roll: it must be put right first."""


class PlanHasChanged(Exception):
    """The school is no longer what it was when somebody looked at the plan."""


@dataclass(frozen=True, slots=True)
class ImportedRoll:
    """`made` are the memberships of the new people, by their lines."""

    plan: RollPlan
    made: Made


def unheard(percent: int) -> None:
    """For whoever does not wait."""


def import_roll(
    by: Membership | None,
    *,
    school: School,
    reading: RollReading,
    seen: str | None = None,
    progress: Progress = unheard,
) -> ImportedRoll:
    """Makes people, classes and families what the roll says; returns what there was to do.

    `by` is None for an operator at the command line. Nobody is closed and no link is cut: what is
    missing from the roll is in the plan, for a human. `seen` is the fingerprint of the changes that
    somebody agreed to: if they are others by now, none is made. `progress` hears percents, in the
    transaction.
    """
    if by is not None and not can_import_roll(by, school):
        raise PermissionDenied
    if reading.errors:
        raise RollHasErrors
    with transaction.atomic(), wall.within(school.pk):
        # Two imports at once would both take everybody in.
        School.objects.select_for_update().get(pk=school.pk)
        plan = plan_roll(reading.roll, what_school_knows(school.pk))
        if plan.errors:
            raise RollHasErrors
        if seen is not None and seen != fingerprint(changes_of(plan)):
            raise PlanHasChanged
        progress(20)
        made: Made = {}
        if plan.changes_something():
            made = apply_plan(plan, school, progress)
            sync_groups(school.pk)
        counts = plan.counts()
        audit.record(by=by, verb="import_roll", target=school, school_id=school.pk, counts=counts)
        progress(95)
    return ImportedRoll(plan, made)
