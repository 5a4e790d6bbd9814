from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.actions.people import add_person, add_profile
from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Guardianship, Membership, SchoolClass
from accounts.policies import administers, can_be_guardian


@transaction.atomic
def take_in(
    by: Membership,
    *,
    known: Membership | None,
    profile: Profile,
    classes: Iterable[SchoolClass],
    children: Iterable[Membership],
    **told: Any,
) -> Membership:
    """Somebody new, or one thing more of somebody `known`; a parent follows these children at once.

    `told` is what `add_person` asks for besides.
    """
    if known is None:
        added = add_person(by, school=by.school, profile=profile, classes=classes, **told)
    else:
        added = add_profile(by, membership=known, profile=profile, classes=classes)
    for child in children:
        link_guardian(by, guardian=added, student=child)
    return added


@transaction.atomic
def link_guardian(by: Membership, *, guardian: Membership, student: Membership) -> None:
    """From now on this parent follows this child. Linking them again changes nothing."""
    if not administers(by, guardian.school_id) or not can_be_guardian(guardian, student):
        raise PermissionDenied
    _link, is_new = Guardianship.objects.get_or_create(
        school_id=by.school_id, guardian=guardian, student=student
    )
    if is_new:
        sync_groups(by.school_id, of=[guardian.pk, student.pk])
        audit.record(by=by, verb="link_guardian", target=student, guardian=guardian.pk)


@transaction.atomic
def unlink_guardian(by: Membership, *, guardian: Membership, student: Membership) -> None:
    """From now on this parent sees nothing more of this child. The roll never does that."""
    if not administers(by, student.school_id):
        raise PermissionDenied
    if Guardianship.objects.filter(guardian=guardian, student=student).delete()[0]:
        sync_groups(by.school_id, of=[guardian.pk, student.pk])
        audit.record(by=by, verb="unlink_guardian", target=student, guardian=guardian.pk)
