from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import User
from core import clock
from moderation.querysets.decisions import YEAR
from moderation.site_desk import schools_of_sites

if TYPE_CHECKING:
    from moderation.models import SiteReport


# Nobody has told the helpdesk yet, or answered.
WAITING = ("new", "checked")


class SiteReportQuerySet(models.QuerySet["SiteReport"]):
    def visible_to(self, user: User | AnonymousUser) -> SiteReportQuerySet:
        """Those that this person looks after."""
        if not user.is_authenticated:
            return self.none()
        here = self.filter(school__in=schools_of_sites(user))
        return here.select_related("by__user", "school")

    def told_by(self, user: User) -> SiteReportQuerySet:
        """Those that this person told of, the latest first."""
        return self.filter(by__in=user.memberships).order_by("-reported_at", "-pk")

    def new(self) -> SiteReportQuerySet:
        return self.filter(state="new")

    def waiting(self) -> SiteReportQuerySet:
        """For somebody of the school."""
        return self.filter(state__in=WAITING)

    def over(self) -> SiteReportQuerySet:
        """Those to be erased: a year after their answer, or after they were reported if there is none."""
        ended = self.alias(ended_at=Coalesce("closed_at", "reported_at"))
        return ended.filter(ended_at__lte=clock.now() - YEAR)

    def waiting_first(self) -> SiteReportQuerySet:
        """What is not answered before what is, each the latest first."""
        return self.order_by(F("closed_at").desc(nulls_first=True), "-reported_at", "-pk")
