"""How long a freeze lasts, and what everybody reads of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile
from accounts.models import School
from contacts.models import Freeze
from core import clock

MORNING = time(7)
MONDAY = 0
# Without an end somebody decides on, a freeze that did its work would be forgotten.
LONGEST = timedelta(days=7)

LASTS: dict[str, StrOrPromise] = {
    "hour": _("1 hour"),
    "morning": _("Until tomorrow morning, 7:00"),
    "monday": _("Until Monday morning, 7:00"),
    "longest": _("Until it is ended here, 7 days at most"),
}

PEOPLE: dict[str, StrOrPromise] = {
    Profile.STUDENT: pgettext_lazy("writing is paused for", "the students"),
    Profile.PARENT: pgettext_lazy("writing is paused for", "the parents"),
    Profile.TEACHER: pgettext_lazy("writing is paused for", "the teachers"),
    Profile.STAFF: pgettext_lazy("writing is paused for", "the staff"),
    Profile.GUEST: pgettext_lazy("writing is paused for", "the guests"),
}


def end_of(lasts: str) -> datetime:
    """When a freeze that begins now ends by itself."""
    now = clock.now()
    if lasts == "hour":
        return now + timedelta(hours=1)
    if lasts == "longest":
        return now + LONGEST
    today = timezone.localdate(now)
    days = 7 - today.weekday() if lasts == "monday" else 1
    return morning_of(today + timedelta(days=days))


def morning_of(day: date) -> datetime:
    """When what lasts until a morning ends on this day."""
    return timezone.make_aware(datetime.combine(day, MORNING))


def in_words(profiles: Iterable[str]) -> str:
    """As in “the students and the parents”, always in the same order."""
    chosen = set(profiles)
    return get_text_list([str(PEOPLE[each]) for each in PEOPLE if each in chosen], gettext("and"))


@dataclass(frozen=True)
class Announcement:
    """What everybody of a school reads at the top of every page."""

    school: School
    freezes: list[Freeze]

    @property
    def may_still_write(self) -> str:
        frozen = {profile for freeze in self.freezes for profile in freeze.profiles}
        # Guests write where a project lets them, and are no word for a child.
        return in_words(set(PEOPLE) - frozen - {Profile.GUEST})


def announced(request: HttpRequest) -> list[Announcement]:
    """What is frozen in the schools of whoever asks; no query where nothing is."""
    memberships = getattr(request.user, "memberships", [])
    schools = {each.school_id: each.school for each in memberships if each.school.is_frozen}
    found: dict[int, list[Freeze]] = {}
    for freeze in Freeze.objects.announced_in(schools.values()) if schools else ():
        found.setdefault(freeze.school_id, []).append(freeze)
    return [Announcement(schools[pk], freezes) for pk, freezes in found.items()]


def frozen(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what is announced on this page."""
    return {"frozen": SimpleLazyObject(partial(announced, request))}
