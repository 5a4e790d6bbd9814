"""Where students write entries, and whether a teacher reads them first."""

from collections.abc import Collection
from functools import cache

from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from accounts.querysets import GroupQuerySet
from core.prepared import each_of, run_prepared, statement_of
from newsfeed.models import ClassFeed, Writing


def is_student(by: Membership) -> bool:
    return by.own_profile == Profile.STUDENT


def groups_of_students(students: Collection[int] | RawSQL) -> GroupQuerySet:
    """Each class of these (keys of memberships) that lets students write: all of it, and its students."""
    own = Group.objects.filter(
        kind=GroupKind.CLASS,
        profile__in=("", Profile.STUDENT),
        school_class__enrolments__membership__in=students,
    )
    return own.exclude(_of_classes_that_say(Writing.NONE))


def have_a_class_to_write_to(students: Collection[Membership]) -> bool:
    """Whether a class of one of these lets them; asked on each page of their feed."""
    return bool(students and run_prepared(_classes(), {"students": [each.pk for each in students]}))


@cache
def _classes() -> str:
    return statement_of(groups_of_students(each_of("students")).values("pk")[:1])


def is_read_first(by: Membership, groups: Collection[Group] | GroupQuerySet) -> bool:
    """Whether what this one writes to these, or to one of them, waits for a teacher."""
    if not is_student(by):
        return False
    asked = Group.objects.filter(pk__in=[group.pk for group in groups])
    return asked.exclude(_of_classes_that_say(Writing.FREE)).exists()


def _of_classes_that_say(writing: str) -> Q:
    feeds = ClassFeed.objects.filter(students_write=writing)
    return Q(school_class__in=feeds.values("school_class"))
