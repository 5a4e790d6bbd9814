"""Filters for what people read: initials, drawn colours, dates."""

from datetime import date, datetime
from functools import lru_cache
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from core import clock

register = template.Library()

COLOURS = 12


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word: "Marie-Ève de Laurent" gives "ML".

    What begins with a sign, as "(ended)" does, is none of a name.
    """
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def drawn_colour(key: object) -> int:
    """The colour a person or class without a chosen one always gets, 0 to 11."""
    return crc32(str(key).encode()) % COLOURS


@register.filter
def readable(moment: date) -> str:
    """A whole date for a sentence, with the hour if there is one; never "yesterday"."""
    return _whole(moment, get_language())


@register.filter
def full(moment: date) -> str:
    """All there is to say of a moment, for whoever asks by pointing at it."""
    return _full(moment, get_language())


@register.filter
def when(moment: date, exact: object = "") -> str:
    """As one says it today: "today 14:05", "yesterday 9:30", "Tue 3 Nov"; `exact` adds the hour.

    True until midnight only: what keeps it must have the day in its key.
    """
    return _said(moment, bool(exact), clock.today(), get_language())


@register.filter
def hour(moment: datetime) -> str:
    """The hour alone, where the day stands beside it."""
    return _hour(moment)


@lru_cache(maxsize=4096)
def _whole(moment: date, language: str | None) -> str:
    # Translators: a PHP-style date format, see Django's "date" filter.
    return _with_hour(moment, date_format(_local(moment), gettext("D j M Y")))


@lru_cache(maxsize=4096)
def _full(moment: date, language: str | None) -> str:
    # Translators: a PHP-style date format, see Django's "date" filter.
    return _with_hour(moment, date_format(_local(moment), gettext("l j F Y")))


@lru_cache(maxsize=4096)
def _said(moment: date, exact: bool, today: date, language: str | None) -> str:  # noqa: FBT001  (a key is made of positions)
    local = _local(moment)
    day = local.date() if isinstance(local, datetime) else local
    near = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    if word := near.get((day - today).days):
        return _with_hour(moment, word)
    # Translators: a PHP-style date format, see Django's "date" filter.
    of_this_year = gettext("D j M")
    said = date_format(local, of_this_year if day.year == today.year else gettext("D j M Y"))
    return _with_hour(moment, said) if exact else said


def _with_hour(moment: date, day: str) -> str:
    if not isinstance(moment, datetime):
        return day
    # Translators: a day ("yesterday", "Tue 3 Nov") and an hour of it.
    return gettext("%(day)s %(hour)s") % {"day": day, "hour": _hour(moment)}


def _hour(moment: datetime) -> str:
    # Translators: a PHP-style time format, see Django's "date" filter.
    return date_format(_local(moment), gettext("H:i"))


def _local(moment: date) -> date:
    aware = isinstance(moment, datetime) and timezone.is_aware(moment)
    return timezone.localtime(moment) if aware else moment  # type: ignore[arg-type]  # aware: it has an hour
