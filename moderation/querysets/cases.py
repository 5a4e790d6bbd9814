from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL

from accounts.models import Guardianship, Membership, School, User
from core import clock
from moderation.flow import OVER, UNDECIDED, Event, State
from moderation.routing import DUTIES, Desk, Track

if TYPE_CHECKING:
    from moderation.models import Case, CaseStep, Decision, Referral


def schools_by_desk(user: User) -> dict[str, list[int]]:
    """In which schools this person sits at which desk."""
    return {
        desk: [each.school_id for each in user.memberships if each.has_one_of(duties)]
        for desk, duties in DUTIES.items()
    }


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """The cases this person handles: those on a desk of theirs that concern neither them nor a
        child of theirs.
        """
        if not user.is_authenticated:
            return self.none()
        return self.handled_by(user.pk, schools_by_desk(user))

    def handled_by(
        self, by: int | RawSQL, schools: Mapping[str, list[int] | RawSQL]
    ) -> CaseQuerySet:
        """Those that this account handles who sits at these desks, in these schools, and did not decide
        what is looked at again.
        """
        desks = Q()
        for desk, here in schools.items():
            desks |= Q(desk=desk, school__in=here)
        children = Guardianship.objects.filter(guardian__user=by).values("student__user")
        theirs = self.model.objects.filter(reports__reporter__user__in=children)
        return (
            self.filter(desks, erased_at=None)
            .exclude(accused__user=by)
            .exclude(accused__user__in=children)
            .exclude(kept_from__user=by)
            .exclude(pk__in=theirs.values("pk"))
        )

    def with_child(self, child: Membership) -> CaseQuerySet:
        """Those about a child, and those that it reported."""
        theirs = self.model.objects.filter(reports__reporter=child)
        return self.filter(Q(accused=child) | Q(pk__in=theirs.values("pk")))

    def open(self) -> CaseQuerySet:
        """Those that wait for somebody."""
        return self.exclude(state__in=OVER)

    def undecided(self) -> CaseQuerySet:
        return self.filter(state__in=UNDECIDED)

    def decided(self) -> CaseQuerySet:
        return self.filter(state__in=OVER)

    def settled(self) -> CaseQuerySet:
        """Those decided ones of which nobody can ask for another look any more."""
        from moderation.models import CaseStep, Decision  # noqa: PLC0415  (they import this module)

        open_to_it = Decision.objects.filter(appeal_until__gte=clock.today(), undone_at=None)
        steps = CaseStep.objects.filter(event=Event.DECIDE, decision__in=open_to_it)
        return self.filter(state=State.DECIDED).exclude(pk__in=steps.values("case"))

    def decided_by(self, decision: Decision) -> CaseQuerySet:
        """All that it was about, always in this order, in which they are held."""
        steps = decision.steps.filter(event=Event.DECIDE)
        return self.filter(pk__in=steps.values("case")).order_by("pk")

    def overdue(self) -> CaseQuerySet:
        """Those of which their desk is to be reminded now."""
        return self.filter(remind_at__lte=clock.now())

    def over(self) -> CaseQuerySet:
        """Those to be erased: their own time is over, and nothing that was decided in them goes on."""
        from moderation.models import Measure  # noqa: PLC0415  (they import this module)

        lasting = Measure.objects.lasting().in_force().values("decision__case")
        return self.filter(erase_at__lte=clock.now()).exclude(pk__in=lasting)

    def counted(self, school: School) -> CaseQuerySet:
        """Those of which figures tell: somebody reported something, and it is no child's protection."""
        return self.filter(school=school, track=Track.MISUSE).exclude(reason="")

    def with_nobody(self) -> CaseQuerySet:
        """Those that nobody of the school can handle."""
        return self.filter(desk=Desk.OPERATOR)

    def with_people(self) -> CaseQuerySet:
        """Each with all who are in it: author, who reported, who looks after it and noted what."""
        from moderation.models import CaseNote, Report  # noqa: PLC0415  (they import this module)

        reports = Report.objects.select_related("reporter__user").with_flood()
        notes = CaseNote.objects.select_related("by__user").order_by("pk")
        return self.select_related("accused__user", "claimed_by__user").prefetch_related(
            Prefetch("reports", reports), Prefetch("notes", notes)
        )

    def listed(self) -> CaseQuerySet:
        """Each with its author, its reports, how many reported it, and the `words` that were kept
        last; those that may be against the law stay unread.
        """
        from moderation.models import Evidence  # noqa: PLC0415  (the models import this module)

        kept = Evidence.objects.filter(case=OuterRef("pk")).exclude(case__track=Track.ILLEGAL)
        return (
            self.select_related("accused__user", "claimed_by__user")
            .prefetch_related("reports")
            .annotate(
                reporters=Count("reports"),
                words=Subquery(kept.order_by("-number").values("words")[:1]),
            )
        )

    def gravest_first(self) -> CaseQuerySet:
        """What cannot wait before all else; of what is as grave, the oldest."""
        return self.order_by("-priority", "opened_at", "pk")

    def latest_first(self) -> CaseQuerySet:
        """By their decision."""
        return self.order_by("-decided_at", "-pk")


class CaseStepQuerySet(models.QuerySet["CaseStep"]):
    def of_case(self, case: Case) -> CaseStepQuerySet:
        """All that happened to a case that its reader handles, the latest first, with what was
        decided.
        """
        from moderation.models import Appeal, Measure  # noqa: PLC0415  (the models import this module)

        decided = ("decision__by__user", "decision__undone_by__user", "decision__version")
        measures = Measure.objects.select_related("ended_by__user").order_by("pk")
        appeals = Appeal.objects.select_related("by__user", "answered_by__user")
        appealed = [Prefetch("decision__appeals", appeals)] if case.was_appealed else []
        return (
            self.filter(case=case)
            .select_related("by__user", *decided)
            .prefetch_related(Prefetch("decision__measures", measures), *appealed)
            .order_by("-number")
        )

    def since(self, version: int) -> CaseStepQuerySet:
        return self.filter(number__gt=version)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def of_case(self, case: Case) -> ReferralQuerySet:
        """Whom the school told, the latest first."""
        return self.filter(case=case).select_related("by__user").order_by("-at", "-pk")
