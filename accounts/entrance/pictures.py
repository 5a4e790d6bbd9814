"""Signing in with pictures: which there are, what is kept of a choice, and who does so."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile
from accounts.levels import year_of
from accounts.models import Enrolment, Membership, School

# By the name of the drawing. Told apart by their outlines alone, and words of a first reader.
PICTURES: dict[str, StrOrPromise] = {
    "cat": _("cat"),
    "apple": _("apple"),
    "car": _("car"),
    "sun": _("sun"),
    "fish": _("fish"),
    "house": _("house"),
    "umbrella": _("umbrella"),
    "bike": _("bicycle"),
    "turtle": _("turtle"),
    "flower": _("flower"),
    "rocket": _("rocket"),
    "ice-cream-cone": _("ice cream"),
}
CHOSEN = 3


class Tile(NamedTuple):
    """A picture on the page; the colour is for the joy of it."""

    name: str
    label: StrOrPromise
    colour: int


def board() -> list[Tile]:
    """Always in the same places: whoever cannot read finds theirs by where they are."""
    return [Tile(name, label, place) for place, (name, label) in enumerate(PICTURES.items())]


def slots(touched: Sequence[str]) -> list[Tile | None]:
    """What was touched, in order, and the places that are still empty."""
    tiles = {tile.name: tile for tile in board()}
    filled = [tiles.get(name) for name in touched]
    return filled + [None] * (CHOSEN - len(filled))


def digest_of_pictures(membership_id: int, pictures: Sequence[str]) -> str:
    """What is kept of a choice; it says nothing about that of somebody else."""
    words = f"{membership_id}:{','.join(pictures)}"
    return salted_hmac("accounts.SignInCard", words, algorithm="sha256").hexdigest()


def with_pictures(school: School, memberships: Iterable[Membership]) -> set[int]:
    """The ids of those who sign in with pictures, by the level of their class; one query."""
    if school.pictures_up_to is None:
        return set()
    levels = Enrolment.objects.filter(
        membership__in=[each.pk for each in memberships if each.profile == Profile.STUDENT]
    ).values_list("membership_id", "school_class__level")
    return {pk for pk, level in levels if is_young(school, level)}


def is_young(school: School, level: str) -> bool:
    """Whether students of this level sign in with pictures."""
    year = year_of(level)
    up_to = school.pictures_up_to
    return up_to is not None and year is not None and year <= up_to
