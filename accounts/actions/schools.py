from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import Membership, School
from accounts.policies import can_administer
from core import wall


@transaction.atomic
def create_school(*, name: str, language: str) -> School:
    """An empty school with its groups and the usual contact rules; an operator's action."""
    school = School.objects.create(name=name, language=language)
    with wall.within(school.pk):
        sync_groups(school.pk)
        audit.record(by=None, verb="create_school", target=school, school_id=school.pk)
    return school


def change_settings(by: Membership, *, school: School, **settings: int | None) -> None:
    """These settings of the school, by the names of their fields; the others stay."""
    _change(by, school, "change_settings", settings)


def change_opening(by: Membership, *, school: School, **hours: int | list[int]) -> None:
    """The same of when the school is open."""
    _change(by, school, "change_opening", hours)


@transaction.atomic
def _change(by: Membership, school: School, verb: str, settings: Mapping[str, Any]) -> None:
    if not can_administer(by, school):
        raise PermissionDenied
    School.objects.filter(pk=school.pk).update(**settings)
    audit.record(by=by, verb=verb, target=school, **settings)
