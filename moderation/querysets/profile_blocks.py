from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.models import Membership, School, User
from core import clock

if TYPE_CHECKING:
    from moderation.models import ProfileBlock


class ProfileBlockQuerySet(models.QuerySet["ProfileBlock"]):
    def in_force(self) -> ProfileBlockQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), ended_at=None)

    def not_in_force(self) -> ProfileBlockQuerySet:
        return self.filter(Q(until__lte=clock.now()) | Q(ended_at__isnull=False))

    def not_put_away(self) -> ProfileBlockQuerySet:
        return self.filter(ended_at=None)

    def over(self) -> ProfileBlockQuerySet:
        """Those that ended by themselves and are not put away yet."""
        return self.filter(until__lte=clock.now(), ended_at=None)

    def keeping_out(self, membership: Membership) -> ProfileBlockQuerySet:
        """Those in force for what this one is, the longest first."""
        held = [membership.profile, membership.own_profile]
        here = self.in_force().filter(school=membership.school_id, profiles__overlap=held)
        return here.select_related("school").order_by(F("until").desc(nulls_first=True), "pk")

    def administered_by(self, user: User | AnonymousUser) -> ProfileBlockQuerySet:
        """Those of the schools this person administers, the latest first."""
        schools = School.objects.administered_by(user)
        people = ("begun_by__user", "ended_by__user")
        return self.filter(school__in=schools).select_related(*people).order_by("-begun_at", "-pk")
