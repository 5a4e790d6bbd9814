from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import Membership, User
from core import clock
from moderation.flow import Event
from moderation.measures import MeasureKind

if TYPE_CHECKING:
    from moderation.models import Case, Decision, Measure


YEAR = timedelta(days=365)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_case(self, case: Case) -> DecisionQuerySet:
        """All that were made in it, or in another one with it."""
        return self.filter(pk__in=case.steps.filter(event=Event.DECIDE).values("decision"))

    def looked_at_again(self, case: Case) -> DecisionQuerySet:
        """The one of the case that waits for an answer."""
        return self.filter(case=case, appeals__isnull=False, appeals__answered_at=None)

    def with_appeal(self) -> DecisionQuerySet:
        """Each with another look at it, who asked for it and who answered."""
        from moderation.models import Appeal  # noqa: PLC0415  (they import this module)

        appeals = Appeal.objects.select_related("by__user", "answered_by__user")
        return self.prefetch_related(Prefetch("appeals", appeals))

    def about_person(self, membership: Membership) -> DecisionQuerySet:
        """About whatever they are in that school."""
        return self.filter(school=membership.school_id, about__user=membership.user_id)

    def blocking(self, membership: Membership) -> DecisionQuerySet:
        """The one that keeps somebody out of that school, if it is not over."""
        from moderation.models import Measure  # noqa: PLC0415  (they import this module)

        blocks = Measure.objects.of_person(membership).blocks().in_force()
        return self.filter(pk__in=blocks.values("decision"))

    def holding(self, membership: Membership) -> DecisionQuerySet:
        """Those that keep somebody out of that school, or from sending something there."""
        from moderation.models import Measure  # noqa: PLC0415  (they import this module)

        lasting = Measure.objects.of_person(membership).lasting().in_force()
        return self.filter(pk__in=lasting.values("decision"))

    def readable_by(self, user: User) -> DecisionQuerySet:
        """Those of the cases that this person handles, and those they made."""
        from moderation.models import Case  # noqa: PLC0415  (the models import this module)

        handled = Case.objects.visible_to(user).values("pk")
        return self.filter(Q(case__in=handled) | Q(by__in=user.memberships))

    def of_the_last_year(self) -> DecisionQuerySet:
        """Those that found something, and were not taken back."""
        lately = self.filter(at__gt=clock.now() - YEAR, undone_at=None)
        return lately.exclude(measures__kind=MeasureKind.NOTHING)

    def strikes(self) -> DecisionQuerySet:
        """Those that count as one today."""
        return self.filter(strike_until__gt=clock.today(), undone_at=None)

    def with_all(self) -> DecisionQuerySet:
        """The latest first, each with who decided and took it back, its measures and its rule."""
        from moderation.models import Measure  # noqa: PLC0415  (they import this module)

        measures = Measure.objects.select_related("ended_by__user").order_by("pk")
        return (
            self.select_related("by__user", "undone_by__user", "version")
            .prefetch_related(Prefetch("measures", measures))
            .order_by("-pk")
        )


class MeasureQuerySet(models.QuerySet["Measure"]):
    def in_force(self) -> MeasureQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=clock.now()), ended_at=None)

    def over(self) -> MeasureQuerySet:
        """Those that ended by themselves and are not put away yet."""
        return self.filter(until__lte=clock.now(), ended_at=None)

    def of_person(self, membership: Membership) -> MeasureQuerySet:
        """They hold for everything the person is in that school."""
        return self.filter(school=membership.school_id, membership__user=membership.user_id)

    def lasting(self) -> MeasureQuerySet:
        """Those that go on for a time."""
        return self.filter(kind__in=(MeasureKind.RESTRICT, MeasureKind.BLOCK))

    def blocks(self) -> MeasureQuerySet:
        """Those not put away yet."""
        return self.filter(kind=MeasureKind.BLOCK, ended_at=None)
