from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import School, User

if TYPE_CHECKING:
    from moderation.models import Case, Report, Sanction


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """The cases a local administrator handles: those of their school, none about themselves."""
        if not user.is_authenticated:
            return self.none()
        schools = School.objects.administered_by(user)
        return self.filter(school__in=schools).exclude(accused__in=user.memberships)


class ReportQuerySet(models.QuerySet["Report"]):
    def written_by(self, user: User | AnonymousUser) -> ReportQuerySet:
        """What this person reported."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reporter__in=user.memberships)


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self) -> SanctionQuerySet:
        return self.filter(lifted_at=None)
