from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from accounts.choices import Profile

if TYPE_CHECKING:
    from accounts.models import Membership, School, SchoolClass, Term, User


class SchoolQuerySet(models.QuerySet["School"]):
    def others_than(self, school_id: int) -> SchoolQuerySet:
        """Those of the platform one may ask to do something together."""
        return self.exclude(pk=school_id).order_by("name")

    def administered_by(self, user: User | AnonymousUser) -> SchoolQuerySet:
        return self.filter(pk__in=administered_schools(user))

    def handled_by(self, user: User) -> SchoolQuerySet:
        """Where this person handles reports."""
        return self.filter(pk__in=[m.school_id for m in user.memberships if m.handles_reports])


class TermQuerySet(models.QuerySet["Term"]):
    def administered_by(self, user: User | AnonymousUser) -> TermQuerySet:
        """Of the schools where this person is local administrator, in their order."""
        return self.filter(school__in=administered_schools(user)).order_by("starts_on")

    def sharing(self, first: date, last: date) -> TermQuerySet:
        """Those that have one of the days from the first to the last."""
        return self.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on")


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def of_school(self, school_id: int) -> SchoolClassQuerySet:
        return self.filter(school=school_id)

    def with_counts(self) -> SchoolClassQuerySet:
        """Each with how many students and teachers it has, and how many of the students have
        never signed in, by name.
        """
        profile = "enrolments__membership__profile"
        present = Q(enrolments__membership__closed_at=None)
        never = Q(enrolments__membership__user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.annotate(
            students=Count("enrolments", filter=present & Q(**{profile: Profile.STUDENT})),
            waiting=Count("enrolments", filter=present & never & Q(**{profile: Profile.STUDENT})),
            teachers=Count("enrolments", filter=present & Q(**{profile: Profile.TEACHER})),
        ).order_by("name")

    def administered_by(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        return self.filter(school__in=administered_schools(user))

    def joined_by(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        """Those this person learns or teaches in, or has a child in."""
        if not user.is_authenticated:
            return self.none()
        whole = {"groups__profile": "", "groups__members__membership__in": user.memberships}
        return self.filter(**whole).distinct()

    def visible_to(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        """Administrators see every class of their schools, teachers their own."""
        if not user.is_authenticated:
            return self.none()
        administered = Q(school__in=administered_schools(user))
        return self.filter(administered | self._taught_by(user.memberships)).order_by("name")

    def with_code(self) -> SchoolClassQuerySet:
        return self.annotate(code=models.F("codes__code"))

    def led_by(self, by: Membership) -> SchoolClassQuerySet:
        """The classes this one looks after: an administrator all, a teacher their own."""
        of_school = self.filter(school=by.school_id).order_by("name")
        return of_school if by.is_local_administrator else of_school.filter(self._taught_by([by]))

    def joinable_by(self, by: Membership) -> SchoolClassQuerySet:
        """The classes this teacher may ask to do something together: all of their school."""
        return self.filter(school=by.school_id).order_by("name")

    def _taught_by(self, memberships: list[Membership]) -> Q:
        teachers = [m for m in memberships if m.profile == Profile.TEACHER]
        taught = self.model.objects.filter(enrolments__membership__in=teachers)
        return Q(pk__in=taught.values("pk"))


def administered_schools(user: User | AnonymousUser) -> list[int]:
    return user.administered_schools if user.is_authenticated else []
