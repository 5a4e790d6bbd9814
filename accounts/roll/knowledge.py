"""What a school's own rows say of its roll, in four queries whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F

from accounts.choices import Duty, Profile
from accounts.models import Enrolment, Guardianship, Membership, SchoolClass
from accounts.roll.known import Known, KnownClass, KnownParent, KnownStudent, KnownTeacher
from accounts.roll.records import PersonName


def what_school_knows(school_id: int) -> Known:
    """Its classes and its people; call it within its wall."""
    class_names = _class_names(school_id)
    children = _children(school_id)
    students, teachers, parents = [], [], []
    for pk, profile, duties, first, last, born, closed_at in _people(school_id):
        name = PersonName(first, last)
        is_closed = closed_at is not None
        if profile == Profile.STUDENT:
            # In two classes is in neither: the roll has one, and will put it right.
            students.append(KnownStudent(pk, name, born, " + ".join(class_names[pk]), is_closed))
        elif profile == Profile.TEACHER:
            is_head = Duty.HEAD in duties
            teachers.append(KnownTeacher(pk, name, frozenset(class_names[pk]), is_head, is_closed))
        elif profile == Profile.PARENT:
            parents.append(KnownParent(pk, name, frozenset(children[pk]), is_closed))
    classes = SchoolClass.objects.filter(school=school_id).order_by("pk")
    return Known(
        tuple(students),
        tuple(teachers),
        tuple(parents),
        tuple(KnownClass(*row) for row in classes.values_list("pk", "name", "level")),
    )


def _people(
    school_id: int,
) -> Iterator[tuple[int, str, list[str], str, str, date | None, datetime | None]]:
    people = Membership.objects.filter(school=school_id)
    return (
        people.order_by(F("closed_at").asc(nulls_first=True), "pk")
        .values_list(
            *("pk", "profile", "duties"),
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
