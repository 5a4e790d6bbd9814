"""How a school deals with what is reported, in numbers without anybody: from cases alone, also from
those that are erased. Child protection is counted nowhere.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import School, Term
from core import clock
from moderation.measures import MeasureKind
from moderation.models import Case
from moderation.reasons import SEVERITY, Reason

FIRST_MONTH_OF_A_YEAR = 9

# Fewer would say who, in a small school.
FEW = 3


@dataclass(frozen=True)
class Period:
    """A term, or a school year; `key` names it in an address."""

    key: str
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Took:
    """How long cases of one severity took, in minutes in which the school was open: the median, and
    what nine of ten did not exceed; none where nothing happened yet.
    """

    reasons: list[str]
    cases: int
    answered: tuple[int, int] | None
    decided: tuple[int, int] | None


@dataclass(frozen=True)
class Figures:
    cases: int
    still_open: int
    waiting_too_long: int
    repeated: int
    decisions: int
    taken_back: int
    looked_at_again: int
    taken_back_then: int
    by_reason: list[tuple[str, int]]
    by_outcome: list[tuple[str, int]]
    by_month: list[tuple[date, int]]
    by_severity: list[Took]


def periods_of(school: School) -> list[Period]:
    """This school year first, then the terms that have begun, the latest first. One query."""
    begun = Term.objects.filter(school=school, starts_on__lte=clock.today()).order_by("-starts_on")
    terms = [Period(str(each.pk), each.name, each.starts_on, each.ends_on) for each in begun]
    return [this_year(), *terms]


def this_year() -> Period:
    return Period("", _("This school year"), *days_of_year(_year_of(clock.today())))


def years_of(school: School) -> list[int]:
    """In which its school years began, the latest first, back to that of the first report. One query."""
    this = _year_of(clock.today())
    first = Case.objects.counted(school).aggregate(at=Min("opened_at"))["at"]
    return list(range(this, (_year_of(timezone.localdate(first)) if first else this) - 1, -1))


def _year_of(day: date) -> int:
    return day.year if day.month >= FIRST_MONTH_OF_A_YEAR else day.year - 1


def days_of_year(begins: int) -> tuple[date, date]:
    """The first and the last day of the school year that begins then."""
    return date(begins, FIRST_MONTH_OF_A_YEAR, 1), date(begins + 1, FIRST_MONTH_OF_A_YEAR - 1, 31)


def figures_of(school: School, period: Period) -> Figures:
    """Of what was reported in that time. One query."""
    cases = cases_within(school, period)
    return Figures(
        cases=len(cases),
        still_open=sum(each.is_open for each in cases),
        waiting_too_long=sum(each.is_overdue for each in cases),
        repeated=sum(each.is_repeat for each in cases),
        decisions=sum(bool(each.outcome) for each in cases),
        taken_back=sum(each.was_overturned for each in cases),
        looked_at_again=sum(each.was_appealed for each in cases),
        taken_back_then=sum(each.was_appealed and each.was_overturned for each in cases),
        by_reason=_counted((each.reason for each in cases), Reason),
        by_outcome=_counted((each.outcome for each in cases if each.outcome), MeasureKind),
        by_month=sorted(Counter(_month(each.opened_at) for each in cases).items()),
        by_severity=[_took(cases, severity) for severity in sorted(set(SEVERITY.values()))],
    )


def cases_within(school: School, period: Period) -> list[Case]:
    """What was reported in that time, and is counted."""
    counted = Case.objects.counted(school)
    return list(counted.filter(opened_at__date__range=(period.first, period.last)))


def _counted(found: Iterable[str], kinds: type[Reason | MeasureKind]) -> list[tuple[str, int]]:
    """The most frequent first."""
    return [(str(kinds(kind).label), number) for kind, number in Counter(found).most_common()]


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _took(cases: Iterable[Case], severity: int) -> Took:
    of_it = [each for each in cases if each.severity == severity]
    return Took(
        reasons=[str(Reason(each).label) for each in Reason if SEVERITY[each] == severity],
        cases=len(of_it),
        answered=_middle_and_most([each.answered_after for each in of_it]),
        decided=_middle_and_most([each.decided_after for each in of_it]),
    )


def _middle_and_most(minutes: Iterable[int | None]) -> tuple[int, int] | None:
    known = sorted(each for each in minutes if each is not None)
    if not known:
        return None
    return round(median(known)), known[math.ceil(0.9 * len(known)) - 1]
