from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from accounts.choices import Duty, GroupKind, Profile
from accounts.querysets.schools import administered_schools
from core import clock

if TYPE_CHECKING:
    from accounts.models import Group, Membership, User

LISTED_KINDS = (GroupKind.SCHOOL, GroupKind.CLASS, GroupKind.PROJECT)


class GroupQuerySet(models.QuerySet["Group"]):
    def administered_by(self, user: User | AnonymousUser) -> GroupQuerySet:
        return self.filter(school__in=administered_schools(user)).select_related(
            "school", "school_class", "person__user"
        )

    def listed_in(self, school_id: int) -> GroupQuerySet:
        """The groups of the school and its classes, and projects, each with its size.

        Families are left out: they are found with their child.
        """
        listed = self.filter(school=school_id, kind__in=LISTED_KINDS)
        order = ("kind", "school_class__name", "name", "profile")
        return listed.annotate(size=Count("members")).order_by(*order)

    def of_profiles(self, school_id: int) -> GroupQuerySet:
        """Everybody of a profile in the school: what the table of its contact rules is between."""
        of_school = self.filter(school=school_id, kind=GroupKind.SCHOOL).exclude(profile="")
        return of_school.select_related("school", "school_class")

    def of_members(self, memberships: list[Membership]) -> GroupQuerySet:
        """The groups one of these is in."""
        return self.filter(members__membership__in=memberships).distinct()

    def addressable(self, school_id: int) -> GroupQuerySet:
        """Those of the school and its classes, and projects under way: whom one writes to as a whole."""
        whole = self.filter(school=school_id, kind__in=LISTED_KINDS).going_on()
        return whole.select_related("school", "school_class")

    def going_on(self) -> GroupQuerySet:
        """Those that nothing closed to writing."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))

    def writable_by(self, membership: Membership) -> GroupQuerySet:
        """The groups a teacher or a member of staff may publish to; as a guest, to projects.

        A head who teaches writes to all of the school, as its staff does.
        """
        of_school = self.filter(school=membership.school_id)
        anywhere = Q(kind__in=(GroupKind.SCHOOL, GroupKind.CLASS))
        if membership.profile == Profile.STAFF:
            return of_school.filter(anywhere)
        if membership.own_profile == Profile.TEACHER:
            taught = Q(kind=GroupKind.CLASS, school_class__enrolments__membership=membership)
            joined = Q(kind=GroupKind.PROJECT, members__membership=membership)
            theirs = anywhere if Duty.HEAD in membership.duties else taught
            return of_school.filter(theirs | joined).going_on().distinct()
        return self.none()
