"""What of a portrait its reader sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Membership, User
from profiles.choices import ICONS, Mood, ShownTo
from profiles.models import Portrait
from profiles.policies import can_show_photograph, circle_of
from uploads.models import StoredFile


@dataclass(frozen=True)
class Seen:
    """A portrait with only those parts that are shown to its reader."""

    photograph: StoredFile | None
    motto: str
    mood: str
    interests: list[str]

    @property
    def mood_name(self) -> str:
        return str(Mood(self.mood).label)

    @property
    def mood_icon(self) -> str:
        return ICONS[Mood(self.mood)]


def portrait_seen(reader: User, person: Membership) -> Seen | None:
    """What the reader, who sees this one, sees of what they tell; None if that is nothing."""
    portrait = Portrait.objects.of(person).shown_to(reader).select_related("photograph").first()
    return _seen(portrait, circle_of(reader, person)) if portrait else None


def told_to_others(portrait: Portrait) -> Seen | None:
    """All that anybody but its person sees of it; its person is at hand, with the school."""
    return _seen(portrait, {ShownTo.SCHOOL, ShownTo.CLASS})


def _seen(portrait: Portrait, circle: set[str]) -> Seen | None:
    person = portrait.membership
    pictured = portrait.photograph_to in circle and can_show_photograph(person)
    seen = Seen(
        photograph=portrait.photograph if pictured else None,
        motto=portrait.motto if portrait.motto_to in circle else "",
        mood=portrait.mood if portrait.mood_to in circle else "",
        interests=portrait.interests if portrait.interests_to in circle else [],
    )
    return seen if seen.photograph or seen.motto or seen.mood or seen.interests else None


def as_told(versions: Iterable[Any]) -> list[tuple[datetime, Seen]]:
    """When somebody changed their portrait, and how it read then; former photographs are gone."""
    return [
        (each.history_date, Seen(None, each.motto, each.mood, each.interests)) for each in versions
    ]
