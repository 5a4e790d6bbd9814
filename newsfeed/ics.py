"""An event as calendars read it (RFC 5545): its title, when and where it is, and where to read more."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from newsfeed.models import Event

DAY = timedelta(days=1)


def calendar_of(event: Event) -> bytes:
    """In the school's time zone. The same event always has the same name, so that a calendar which
    has it already moves it rather than showing it twice.
    """
    entry = event.entry
    host = urlsplit(settings.SITE).hostname
    item = CalendarEvent()
    item.add("uid", f"entry-{entry.pk}@{host}")
    item.add("dtstamp", entry.edited_at or entry.published_at)
    item.add("sequence", event.revision)
    item.add("summary", entry.title)
    for name, moment in _span(event).items():
        item.add(name, moment)
    if event.place:
        item.add("location", event.place)
    item.add("url", settings.SITE + reverse("newsfeed:entry", args=[entry.pk]))
    calendar = Calendar()
    calendar.add("prodid", "-//Préau//FR")
    calendar.add("version", "2.0")
    calendar.add_component(item)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _span(event: Event) -> dict[str, date]:
    """Of whole days the end is the day after the last."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    if event.all_day:
        return {"dtstart": start.date(), "dtend": end.date() + DAY}
    return {"dtstart": start, "dtend": end} if end > start else {"dtstart": start}
