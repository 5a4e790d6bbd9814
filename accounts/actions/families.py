from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import Guardianship, Membership
from accounts.policies import administers, can_be_guardian


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
