from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import Enrolment, Membership, SchoolClass
from accounts.policies import administers, can_be_enrolled


@transaction.atomic
def enrol(
    by: Membership,
    *,
    memberships: Sequence[Membership],
    classes: Iterable[SchoolClass],
    instead: bool = True,
) -> int:
    """Puts students and teachers into these classes: `instead` of those they are in, or besides.

    The others of `memberships` are in no class and stay so. Returns how many are concerned.
    """
    classes = list(classes)
    if not all(administers(by, each.school_id) for each in (*memberships, *classes)):
        raise PermissionDenied
    concerned = [each for each in memberships if can_be_enrolled(each)]
    if instead:
        left = Enrolment.objects.filter(membership__in=concerned)
        left.exclude(school_class__in=classes).delete()
    Enrolment.objects.bulk_create(
        [
            Enrolment(school_id=by.school_id, membership=person, school_class=school_class)
            for person in concerned
            for school_class in classes
        ],
        ignore_conflicts=True,
    )
    sync_groups(by.school_id)
    ids = [each.pk for each in classes]
    audit.record_each(by=by, verb="enrol", targets=concerned, classes=ids, instead=instead)
    return len(concerned)
