"""What a school's own rows say of its roll, in five queries whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from accounts.choices import Duty, Profile
from accounts.models import Enrolment, Guardianship, Membership, SchoolClass
from accounts.reach import accounts_beyond
from accounts.roll.known import (
    Known,
    KnownClass,
    KnownParent,
    KnownPerson,
    KnownStudent,
    KnownTeacher,
)
from accounts.roll.parts import PROFILES
from accounts.roll.records import Part, PersonName


def what_school_knows(school_id: int) -> Known:
    """Its classes and its people; call it within its wall."""
    class_names = _class_names(school_id)
    children = _children(school_id)
    elsewhere = accounts_beyond(school_id)
    people: defaultdict[str, list[Any]] = defaultdict(list)
    for pk, user_id, profile, duties, external_id, first, last, born, closed_at in _people(
        school_id
    ):
        name, is_closed = PersonName(first, last), closed_at is not None
        base = (pk, name, is_closed, external_id, user_id, user_id in elsewhere)
        if profile == Profile.STUDENT:
            known: KnownPerson = KnownStudent(*base, born, frozenset(class_names[pk]))
        elif profile == Profile.TEACHER:
            known = KnownTeacher(*base, frozenset(class_names[pk]), Duty.HEAD in duties)
        elif profile == Profile.PARENT:
            known = KnownParent(*base, frozenset(children[pk]))
        else:
            known = KnownPerson(*base)
        people[profile].append(known)
    classes = SchoolClass.objects.filter(school=school_id).order_by("pk")
    by_part = {str(part): tuple(people[PROFILES[part]]) for part in Part}
    rows = classes.values_list("pk", "name", "level")
    return Known(**by_part, classes=tuple(KnownClass(*row) for row in rows))


def _people(school_id: int) -> Iterator[tuple[Any, ...]]:
    people = Membership.objects.filter(school=school_id, home=None)
    return (
        people.order_by(F("closed_at").asc(nulls_first=True), "pk")
        .values_list(
            *("pk", "user_id", "profile", "duties", "external_id"),
            *("user__first_name", "user__last_name", "user__birth_date", "closed_at"),
        )
        .iterator()
    )


def _class_names(school_id: int) -> defaultdict[int, list[str]]:
    enrolments = Enrolment.objects.filter(school=school_id).order_by("school_class__name")
    names: defaultdict[int, list[str]] = defaultdict(list)
    for membership_id, name in enrolments.values_list("membership_id", "school_class__name"):
        names[membership_id].append(name)
    return names


def _children(school_id: int) -> defaultdict[int, list[int]]:
    guardianships = Guardianship.objects.filter(school=school_id)
    children: defaultdict[int, list[int]] = defaultdict(list)
    for guardian_id, student_id in guardianships.values_list("guardian_id", "student_id"):
        children[guardian_id].append(student_id)
    return children
