"""When people of a school may be disturbed. What is sent in the quiet hours is there at once, and
nobody hears of it before they end.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import School

FRIDAY, SATURDAY = 4, 5
# A quiet weekend is the longest there is; the day itself may be over.
LONGEST_QUIET = 4


def is_waking(school: School, moment: datetime) -> bool:
    local = timezone.localtime(moment)
    return _is_open(school, local.date()) and school.waking_from <= local.hour < school.waking_until


def next_waking_hour(school: School, moment: datetime) -> datetime:
    """When people may be disturbed again: the moment itself, unless it is in the quiet hours."""
    if is_waking(school, moment):
        return moment
    today = timezone.localdate(moment)
    days = (today + timedelta(days=ahead) for ahead in range(LONGEST_QUIET))
    mornings = (_at(day, school.waking_from) for day in days if _is_open(school, day))
    return next(morning for morning in mornings if morning > moment)


def end_of_quiet(school: School, moment: datetime) -> datetime | None:
    """When the quiet hours end in which this moment is; none if it is in none."""
    wakes = next_waking_hour(school, moment)
    return wakes if wakes > moment else None


def end_of_waking(school: School, moment: datetime) -> datetime:
    """When the waking hours end in which this moment is."""
    return _at(timezone.localdate(moment), school.waking_until - 1) + timedelta(hours=1)


def last_round(school: School, moment: datetime, hour: int, weekday: int | None = None) -> datetime:
    """The latest time until this moment when it was that hour, or the next to it that is waking,
    of a day on which people may be disturbed; of a certain `weekday` if one is given.
    """
    hour = min(max(hour, school.waking_from), school.waking_until - 1)
    today = timezone.localdate(moment)
    days = (today - timedelta(days=ago) for ago in range(8))
    fitting = (day for day in days if weekday is None or day.weekday() == weekday)
    rounds = (_at(day, hour) for day in fitting if _is_open(school, day))
    return next(each for each in rounds if each <= moment)


def _is_open(school: School, day: date) -> bool:
    return not (school.quiet_weekends and day.weekday() >= SATURDAY)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
