from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.choices import GroupKind, Profile
from accounts.logins import fold
from core import clock

if TYPE_CHECKING:
    from accounts.models import (
        Enrolment,
        Group,
        Membership,
        RollImport,
        School,
        SchoolClass,
        User,
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> MembershipQuerySet:
        return self.filter(closed_at=None)

    def usable(self) -> MembershipQuerySet:
        """Neither closed nor blocked: may act now."""
        return self.open().filter(Q(blocked_at=None) | Q(blocked_until__lte=clock.now()))

    def administered_by(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Everybody of the schools where this person is local administrator."""
        return self.filter(school__in=_administered_schools(user)).select_related("user", "school")

    def search(self, words: str) -> MembershipQuerySet:
        """Those whose name holds every word, accents and case ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(user__folded_name__contains=word)
        return found

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__folded_name", "pk")


class SchoolQuerySet(models.QuerySet["School"]):
    def administered_by(self, user: User | AnonymousUser) -> SchoolQuerySet:
        return self.filter(pk__in=_administered_schools(user))


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def administered_by(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        return self.filter(school__in=_administered_schools(user))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def administered_by(self, user: User | AnonymousUser) -> EnrolmentQuerySet:
        return self.filter(school__in=_administered_schools(user))


class RollImportQuerySet(models.QuerySet["RollImport"]):
    def visible_to(self, user: User | AnonymousUser) -> RollImportQuerySet:
        return self.filter(school__in=_administered_schools(user))


class GroupQuerySet(models.QuerySet["Group"]):
    def of_members(self, memberships: list[Membership]) -> GroupQuerySet:
        """The groups one of these is in."""
        return self.filter(members__membership__in=memberships).distinct()

    def writable_by(self, membership: Membership) -> GroupQuerySet:
        """The groups a teacher or a member of staff may publish to."""
        of_school = self.filter(school=membership.school_id)
        if membership.profile == Profile.STAFF:
            return of_school.filter(kind__in=(GroupKind.SCHOOL, GroupKind.CLASS))
        if membership.profile == Profile.TEACHER:
            mine = Q(school_class__enrolments__membership=membership)
            return of_school.filter(mine, kind=GroupKind.CLASS).distinct()
        return self.none()


def _administered_schools(user: User | AnonymousUser) -> list[int]:
    if not user.is_authenticated:
        return []
    return [m.school_id for m in user.memberships if m.is_local_administrator]
