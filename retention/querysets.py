from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Membership, School, User
from core import clock

if TYPE_CHECKING:
    from retention.models import Closure


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, user: User | AnonymousUser) -> ClosureQuerySet:
        """What was closed, reopened and erased in the schools this person administers."""
        if not user.is_authenticated:
            return self.none()
        here = self.filter(school__in=School.objects.administered_by(user))
        people = ("membership__user", "closed_by__user", "reopened_by__user")
        return here.select_related(*people).order_by("-closed_at", "-pk")

    def pending(self) -> ClosureQuerySet:
        """Neither reopened nor erased."""
        return self.filter(reopened_at=None, erased_at=None)

    def due(self) -> ClosureQuerySet:
        """Those whose ninety days are over."""
        return self.pending().filter(erase_at__lte=clock.now())

    def reopenable(self) -> ClosureQuerySet:
        return self.pending().filter(erase_at__gt=clock.now())

    def of(self, person: Membership) -> Closure | None:
        return self.filter(membership=person).select_related("closed_by__user").first()

    def with_files_left(self) -> ClosureQuerySet:
        """Those erased from the tables whose files are still to be removed."""
        return self.exclude(files_left=[])
