"""Where students write entries, and whether a teacher reads them first."""

from collections.abc import Collection

from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from accounts.querysets import GroupQuerySet
from core.prepared import statement_of
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


def class_lets_write() -> str:
    """SQL for whether a `membership` is a student whom a class of theirs lets write."""
    groups = groups_of_students(RawSQL("membership.id", []))
    student = f"'{Profile.STUDENT}' IN (membership.profile, membership.home_profile)"
    return f"{student} AND EXISTS ({statement_of(groups.values('pk'))})"


def is_read_first(by: Membership, groups: Collection[Group] | GroupQuerySet) -> bool:
    """Whether what this one writes to these, or to one of them, waits for a teacher."""
    if not is_student(by):
        return False
    asked = Group.objects.filter(pk__in=[group.pk for group in groups])
    return asked.exclude(_of_classes_that_say(Writing.FREE)).exists()


def _of_classes_that_say(writing: str) -> Q:
    feeds = ClassFeed.objects.filter(students_write=writing)
    return Q(school_class__in=feeds.values("school_class"))
