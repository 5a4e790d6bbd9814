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
    links = Guardianship.objects.select_for_update().filter(guardian=guardian, student=student)
    cut_links(by, links=links.select_related("student"))


@transaction.atomic
def cut_links(by: Membership, *, links: Iterable[Guardianship]) -> None:
    """The same for several, each with its student."""
    cut = list(links)
    if not all(administers(by, link.school_id) for link in cut):
        raise PermissionDenied
    Guardianship.objects.filter(pk__in=[link.pk for link in cut]).delete()
    for link in cut:
        audit.record(by=by, verb="unlink_guardian", target=link.student, guardian=link.guardian_id)
    if cut:
        people = [pk for link in cut for pk in (link.guardian_id, link.student_id)]
        sync_groups(by.school_id, of=people)
