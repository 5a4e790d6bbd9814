"""Where students write entries, and whether a teacher reads them first."""

from collections.abc import Collection

from django.db.models import Q

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from accounts.querysets import GroupQuerySet
from newsfeed.models import ClassFeed, Writing


def is_student(by: Membership) -> bool:
    return by.own_profile == Profile.STUDENT


def groups_of_student(by: Membership) -> GroupQuerySet:
    """Each class of theirs that lets students write: all of it, and its students."""
    own = Group.objects.filter(
        school=by.school_id,
        kind=GroupKind.CLASS,
        profile__in=("", Profile.STUDENT),
        school_class__enrolments__membership=by,
    )
    return own.exclude(_of_classes_that_say(Writing.NONE))


def is_read_first(by: Membership, groups: Collection[Group] | GroupQuerySet) -> bool:
    """Whether what this one writes to these, or to one of them, waits for a teacher."""
    if not is_student(by):
        return False
    asked = Group.objects.filter(pk__in=[group.pk for group in groups])
    return asked.exclude(_of_classes_that_say(Writing.FREE)).exists()


def _of_classes_that_say(writing: str) -> Q:
    feeds = ClassFeed.objects.filter(students_write=writing)
    return Q(school_class__in=feeds.values("school_class"))
