"""How long a case may wait, in the hours of its school, and how long it took."""

from datetime import datetime, time, timedelta

from django.db.models import Min
from django.utils import timezone

from accounts.models import School
from accounts.school_hours import after, minutes_between, timetable_of
from core import clock
from moderation.flow import Event
from moderation.models import Case, Notice, SiteReport

HOUR = 60
# Of a school, by the severity of a case: until somebody looks at it.
TO_BE_LOOKED_AT = {1: 18 * HOUR, 2: 9 * HOUR, 3: 4 * HOUR, 4: 2 * HOUR, 5: HOUR}
# By the clock, at night and in the holidays too.
DANGER_WAITS = timedelta(hours=1)
TO_BE_DECIDED = 45 * HOUR
TO_BE_LOOKED_AT_AGAIN = TO_BE_LOOKED_AT[2]
BETWEEN_REMINDERS = 9 * HOUR
SITE_WAITS = 27 * HOUR

ANSWERS = frozenset({Event.CLAIM, Event.TAKE_OVER, Event.DECIDE, Event.UPHOLD, Event.REFUSE})
COMES_TO_A_DESK = frozenset(
    {
        *(Event.REPORT, Event.RELEASE, Event.ESCALATE, Event.PROTECT, Event.SUSPECT),
        *(Event.REROUTE, Event.APPEAL),
    }
)


def keep_time(case: Case, event: Event) -> None:
    """Says of a case that takes this step until when it may wait, and once and for all how long the
    first answer and the first decision took; the caller saves it.
    """
    if event in ANSWERS and case.answered_after is None:
        case.answered_after = _taken(case)
    if event == Event.DECIDE and case.decided_after is None:
        case.decided_after = _taken(case)
    if event in ANSWERS | COMES_TO_A_DESK:
        case.due_at = case.remind_at = _due(case, event)


def next_reminder(case: Case) -> datetime:
    """When those at its desk hear again that it waits, having heard just now."""
    alarming = case.is_danger and case.is_undecided
    return clock.now() + DANGER_WAITS if alarming else _later(case, BETWEEN_REMINDERS)


def is_reminder_due(site: SiteReport) -> bool:
    """Whether it waits too long, since somebody told of it or since its desk was last reminded."""
    reminded = site.notices.filter(kind=Notice.Kind.OVERDUE).aggregate(at=Min("at"))["at"]
    since = reminded or site.reported_at
    return after(timetable_of(site.school), since, SITE_WAITS) <= clock.now()


def next_school_day(school: School) -> datetime:
    """From when on it is open again on another day than today."""
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time())
    return after(timetable_of(school), timezone.make_aware(tomorrow), 1)


def _due(case: Case, event: Event) -> datetime | None:
    if not case.is_open:
        return None
    if event in ANSWERS:
        return _later(case, TO_BE_DECIDED)
    if event == Event.APPEAL:
        return _later(case, TO_BE_LOOKED_AT_AGAIN)
    due = clock.now() + DANGER_WAITS
    if not case.is_danger:
        due = _later(case, TO_BE_LOOKED_AT[case.severity])
    # One more report gives nobody more time.
    return min(due, case.due_at) if event == Event.REPORT and case.due_at else due


def _later(case: Case, minutes: int) -> datetime:
    return after(timetable_of(case.school), clock.now(), minutes)


def _taken(case: Case) -> int:
    return minutes_between(timetable_of(case.school), case.opened_at, clock.now())
