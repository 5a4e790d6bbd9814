from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

import audit
from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import (
    ContactRule,
    Enrolment,
    Group,
    GroupMember,
    Membership,
    RuleChange,
    SchoolClass,
)
from accounts.policies import administers, can_be_enrolled


class ClassInUse(Exception):
    """Somebody is in it, or something was addressed to it."""


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
    sync_groups(by.school_id, of=[each.pk for each in concerned])
    ids = [each.pk for each in classes]
    audit.record_each(by=by, verb="enrol", targets=concerned, classes=ids, instead=instead)
    return len(concerned)


@transaction.atomic
def create_class(by: Membership, *, name: str, level: str, colour: int) -> SchoolClass:
    """An empty class with its groups."""
    if not by.is_local_administrator:
        raise PermissionDenied
    made = SchoolClass.objects.create(school_id=by.school_id, name=name, level=level, colour=colour)
    sync_groups(by.school_id, of=())
    audit.record(by=by, verb="create_class", target=made)
    return made


@transaction.atomic
def edit_class(  # noqa: PLR0913  (a class is made of these)
    by: Membership,
    *,
    school_class: SchoolClass,
    name: str,
    level: str,
    colour: int,
    teachers: Iterable[Membership],
) -> None:
    """Its name, level, colour, and who teaches it: these and no others."""
    if not administers(by, school_class.school_id):
        raise PermissionDenied
    school_class.name, school_class.level, school_class.colour = name, level, colour
    school_class.save(update_fields=["name", "level", "colour"])
    teachers = [each for each in teachers if each.school_id == by.school_id]
    teaching = Enrolment.objects.filter(
        school_class=school_class, membership__profile=Profile.TEACHER, membership__closed_at=None
    )
    taught = list(teaching.values_list("membership", flat=True))
    teaching.exclude(membership__in=teachers).delete()
    Enrolment.objects.bulk_create(
        [
            Enrolment(school_id=by.school_id, membership=each, school_class=school_class)
            for each in teachers
        ],
        ignore_conflicts=True,
    )
    ids = [each.pk for each in teachers]
    sync_groups(by.school_id, of=[*taught, *ids])
    audit.record(by=by, verb="edit_class", target=school_class, teachers=ids)


@transaction.atomic
def remove_class(by: Membership, *, school_class: SchoolClass) -> None:
    """Takes away a class nobody is in and nothing was written to. Raises `ClassInUse`."""
    if not administers(by, school_class.school_id):
        raise PermissionDenied
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    if school_class.enrolments.exists() or _was_addressed(school_class):
        raise ClassInUse
    audit.record(by=by, verb="remove_class", removed=school_class.pk)
    school_class.delete()


def _was_addressed(school_class: SchoolClass) -> bool:
    """Whether any row of a higher floor hangs on its groups: it would go with them."""
    groups = Group.objects.filter(school_class=school_class)
    hanging = (
        (related.related_model, related.field.name)
        for related in Group._meta.related_objects
        if related.related_model not in (GroupMember, ContactRule, RuleChange)
    )
    return any(
        models.QuerySet(model).filter(**{f"{name}__in": groups}).exists() for model, name in hanging
    )
