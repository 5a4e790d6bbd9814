from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import Membership, School
from accounts.policies import can_import_roll
from accounts.roll.application import Made, Progress, apply_plan
from accounts.roll.knowledge import what_school_knows
from accounts.roll.matching import plan_roll
from accounts.roll.plan import Homonym, RollPlan
from accounts.roll.reading import RollReading
from core import wall


class RollHasErrors(Exception):
    """Lines are missing from such a roll: it must be put right first."""


@dataclass(frozen=True, slots=True)
class ImportedRoll:
    """`homonyms` are the memberships of each group of homonyms in the plan."""

    plan: RollPlan
    homonyms: list[list[int]]


def unheard(percent: int) -> None:
    """For whoever does not wait."""


def import_roll(
    by: Membership | None,
    *,
    school: School,
    reading: RollReading,
    progress: Progress = unheard,
) -> ImportedRoll:
    """Makes people, classes and families what the roll says; returns what there was to do.

    `by` is None for an operator at the command line. Nobody is closed and no link is cut: what is
    missing from the roll is in the plan, for a human. `progress` hears percents, in the transaction.
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
        progress(20)
        made: Made = {}
        if plan.changes_something():
            made = apply_plan(plan, school, progress)
            sync_groups(school.pk)
        counts = plan.counts()
        audit.record(by=by, verb="import_roll", target=school, school_id=school.pk, counts=counts)
        progress(95)
    return ImportedRoll(plan, [_ids(homonym, made) for homonym in plan.homonyms])


def _ids(homonym: Homonym, made: Made) -> list[int]:
    ids = (person.known_id or made.get((person.part, person.place)) for person in homonym.people)
    return [pk for pk in ids if pk]
