from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Membership, School, User
from core import clock

if TYPE_CHECKING:
    from contacts.models import Freeze


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def in_force(self) -> FreezeQuerySet:
        return self.filter(ended_at=None, until__gt=clock.now())

    def not_in_force(self) -> FreezeQuerySet:
        return self.exclude(ended_at=None, until__gt=clock.now())

    def over(self) -> FreezeQuerySet:
        """Those that ended by themselves and are not put away yet."""
        return self.filter(ended_at=None, until__lte=clock.now())

    def holding(self, by: Membership) -> FreezeQuerySet:
        """Those that keep this one from sending now, the longest first."""
        held = [by.profile, by.own_profile]
        here = self.in_force().filter(school=by.school_id, profiles__overlap=held)
        return here.order_by("-until")

    def announced_in(self, schools: Collection[School]) -> FreezeQuerySet:
        here = self.in_force().filter(school__in=schools)
        return here.select_related("school").order_by("school", "until")

    def administered_by(self, user: User | AnonymousUser) -> FreezeQuerySet:
        """Those of the schools this person administers, the latest first."""
        schools = School.objects.administered_by(user)
        people = ("begun_by__user", "ended_by__user")
        return self.filter(school__in=schools).select_related(*people).order_by("-begun_at", "-pk")
