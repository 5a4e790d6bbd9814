from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.lookups import GreaterThan

from accounts.models import User
from moderation.reasons import Reason

if TYPE_CHECKING:
    from moderation.models import Report


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# More than that in a day say something about whoever writes them, too.
MANY_A_DAY = 30


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser) -> ReportQuerySet:
        """What this person reported, latest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reporter__in=user.memberships).order_by("-reported_at", "-pk")

    def in_the_hour_before(self, moment: datetime) -> ReportQuerySet:
        """The latest first, without those that say that somebody is in danger."""
        recent = self.filter(reported_at__gt=moment - HOUR, reported_at__lte=moment)
        return recent.exclude(reason=Reason.SAFETY).order_by("-reported_at")

    def with_flood(self) -> ReportQuerySet:
        """Each with whether it is `one_of_many` that the same person wrote within a day."""
        of_that_day = (
            self.model.objects.filter(
                reporter=OuterRef("reporter"),
                reported_at__gt=OuterRef("reported_at") - DAY,
                reported_at__lte=OuterRef("reported_at"),
            )
            .order_by()
            .values("reporter")
            .annotate(number=Count("pk"))
        )
        return self.annotate(
            one_of_many=GreaterThan(Subquery(of_that_day.values("number")), MANY_A_DAY)
        )
