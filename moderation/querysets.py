from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThan

from accounts.models import Guardianship, Membership, School, User
from core import clock
from moderation.flow import OVER, UNDECIDED, Event, State
from moderation.measures import MeasureKind
from moderation.reasons import Reason
from moderation.routing import DUTIES, Desk, Track
from moderation.site_desk import schools_of_sites

if TYPE_CHECKING:
    from moderation.models import (
        Case,
        CaseStep,
        DangerNumber,
        Decision,
        Evidence,
        EvidenceFile,
        Measure,
        Notice,
        ProfileBlock,
        Referral,
        Report,
        SchoolWord,
        ScreeningCount,
        SiteReport,
    )

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
# More than that in a day say something about whoever writes them, too.
MANY_A_DAY = 30


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


class NoticeQuerySet(models.QuerySet["Notice"]):
    def there(self) -> NoticeQuerySet:
        """Without those about a child whose guardian the reader is no more."""
        family = Guardianship.objects.filter(guardian=OuterRef("reader"), student=OuterRef("child"))
        return self.filter(Q(child=None) | Exists(family))

    def statements(self) -> NoticeQuerySet:
        """What was decided about their reader, or about a child of theirs."""
        return self.there().filter(decision__isnull=False)


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

    def over(self) -> SiteReportQuerySet:
        """Those to be erased: a year after their answer."""
        return self.filter(closed_at__lte=clock.now() - YEAR)

    def waiting_first(self) -> SiteReportQuerySet:
        """What is not answered before what is, each the latest first."""
        return self.order_by(F("closed_at").desc(nulls_first=True), "-reported_at", "-pk")


class SchoolWordQuerySet(models.QuerySet["SchoolWord"]):
    def administered_by(self, user: User | AnonymousUser) -> SchoolWordQuerySet:
        """What the schools where this person is local administrator added, by phrase."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools).order_by("phrase")

    def of_school(self, school_id: int) -> models.QuerySet[SchoolWord, tuple[str, str]]:
        """Each tier with its phrase, as a lexicon takes them."""
        return self.filter(school=school_id).values_list("tier", "phrase")


class DangerNumberQuerySet(models.QuerySet["DangerNumber"]):
    def by_school(self, school_ids: Iterable[int]) -> dict[int, list[DangerNumber]]:
        """What each of these schools has named, in the order it was."""
        found: dict[int, list[DangerNumber]] = {pk: [] for pk in school_ids}
        for each in self.filter(school__in=found).order_by("pk"):
            found[each.school_id].append(each)
        return found

    def administered_by(self, user: User | AnonymousUser) -> DangerNumberQuerySet:
        """What the schools where this person is local administrator have named."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools)


class ScreeningCountQuerySet(models.QuerySet["ScreeningCount"]):
    def administered_by(self, user: User | AnonymousUser) -> ScreeningCountQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools)

    def since(self, day: date) -> ScreeningCountQuerySet:
        return self.filter(day__gte=day)

    def by_kind(self) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        """What was asked and what became of it, most often asked first."""
        return self._summed("kind").order_by(F("all_asked").desc(), "kind")

    def by_day(self) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        """Latest first."""
        return self._summed("day").order_by("-day")

    def _summed(self, by: str) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        counted = {f"all_{name}": Sum(name) for name in ("asked", "edited", "sent_anyway")}
        # Whoever goes back and sends the same page once more is asked once and counted twice.
        given_up = Greatest(F("all_asked") - F("all_edited") - F("all_sent_anyway"), 0)
        summed: models.QuerySet[ScreeningCount, Any] = self.values(by).annotate(**counted)
        return summed.annotate(given_up=given_up)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def with_all(self) -> EvidenceQuerySet:
        """The latest first, each with its files and with what stood around it, in order."""
        from moderation.models import EvidenceFile, Surrounding  # noqa: PLC0415  (they import this module)

        around = Surrounding.objects.select_related("author__user", "author__school")
        return self.prefetch_related(
            Prefetch("files", EvidenceFile.objects.order_by("pk")),
            Prefetch("surroundings", around.order_by("place")),
        ).order_by("-number")


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: User | AnonymousUser) -> EvidenceFileQuerySet:
        """Those that are kept of the cases this person handles; none that may be against the law."""
        from moderation.models import Case  # noqa: PLC0415  (the models import this module)

        handled = Case.objects.visible_to(user).exclude(track=Track.ILLEGAL).values("pk")
        return self.filter(evidence__case__in=handled).exclude(content="")
