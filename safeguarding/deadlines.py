"""When those who look after a concern, or do something about it, are reminded."""

from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import School
from accounts.school_hours import after, timetable_of
from core import clock
from moderation.deadlines import BETWEEN_REMINDERS, DANGER_WAITS, TO_BE_LOOKED_AT

# As of what is violent or frightens.
TO_BE_TAKEN_UP = TO_BE_LOOKED_AT[3]


def to_be_taken_up(school: School, *, is_urgent: bool) -> datetime:
    """Until when somebody does something about it."""
    return clock.now() + DANGER_WAITS if is_urgent else _in_school_hours(school, TO_BE_TAKEN_UP)


def next_reminder(school: School, *, is_urgent: bool) -> datetime:
    """When they hear again that it waits, having heard just now."""
    return clock.now() + DANGER_WAITS if is_urgent else _in_school_hours(school, BETWEEN_REMINDERS)


def to_be_done(school: School, day: date) -> datetime:
    """When the school opens on that day, or else after it."""
    morning = timezone.make_aware(datetime.combine(day, time()))
    return after(timetable_of(school), max(morning, clock.now()), 1)


def _in_school_hours(school: School, minutes: int) -> datetime:
    return after(timetable_of(school), clock.now(), minutes)
