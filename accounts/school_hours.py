"""How long something took as a school counts it: in minutes of the hours in which it is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import School, Term

A_DAY = timedelta(days=1)
MIDNIGHT = 24


@dataclass(frozen=True)
class Timetable:
    """From which hour of the day until which a school is open (at most 24), on which days of the week
    (0 is Monday), and its `terms`, each by its first and last day.

    Between two terms are holidays. Before the first and after the last nobody has said yet what is.
    """

    opens: int
    closes: int
    weekdays: frozenset[int]
    terms: Sequence[tuple[date, date]] = ()

    def is_school_day(self, day: date) -> bool:
        if day.weekday() not in self.weekdays:
            return False
        begun = any(first <= day for first, _ in self.terms)
        to_come = any(last >= day for _, last in self.terms)
        return not (begun and to_come) or any(first <= day <= last for first, last in self.terms)

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """From when until when it is open on a school day, by its own clocks."""
        return _at(day, self.opens), _at(day, self.closes)


def timetable_of(school: School) -> Timetable:
    """One query."""
    terms = Term.objects.filter(school=school).values_list("starts_on", "ends_on")
    return Timetable(school.opens_at, school.closes_at, frozenset(school.school_days), list(terms))


def minutes_between(timetable: Timetable, start: datetime, end: datetime) -> int:
    """How many whole minutes the school was open from `start` to `end`, which is not before it."""
    days = _days_from(timezone.localdate(start))
    open_for = timedelta()
    for day in days:
        opens, closes = timetable.hours_of(day)
        if opens >= end:
            break
        if timetable.is_school_day(day):
            open_for += max(min(closes, end) - max(opens, start), timedelta())
    return open_for // timedelta(minutes=1)


def after(timetable: Timetable, moment: datetime, minutes: int) -> datetime:
    """When the school will have been open for so many minutes more, at least one."""
    left = timedelta(minutes=minutes)
    for day in _days_from(timezone.localdate(moment)):
        if timetable.is_school_day(day):
            opens, closes = timetable.hours_of(day)
            begins = max(opens, moment)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
    raise AssertionError("a school opens some day")


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += A_DAY


def _at(day: date, hour: int) -> datetime:
    # Two moments of one zone are compared and added by their clocks, which jump twice a year.
    at = datetime.combine(day, time()) if hour == MIDNIGHT else datetime.combine(day, time(hour))
    local = timezone.make_aware(at + A_DAY if hour == MIDNIGHT else at)
    return local.astimezone(UTC)
