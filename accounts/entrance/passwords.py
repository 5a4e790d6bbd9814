"""What a password must be, for each person, and in which words they are told.

Short ones are enough for children because nobody gets to try many: see
docs/decisions/passwords-fit-their-people.md.
"""

import re
from functools import cache
from itertools import product
from pathlib import Path

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Profile
from accounts.levels import OLDER_THAN_ALL, year_of
from accounts.logins import fold
from accounts.models import Enrolment, Guardianship, User

LAST_YEAR_OF_PRIMARY = 5
LENGTH_IN_PRIMARY = 6
LENGTH_OF_STUDENTS = 8
LENGTH_OF_ADULTS = 10
FEW = 2  # different letters

FRENCH = Path(__file__).parent / "common_passwords_fr.txt"


class LongEnough:
    """Counts characters of any kind; how many there must be depends on who it is."""

    def validate(self, password: str, user: User | None = None) -> None:
        length = length_for(user)
        if len(password) < length:
            raise ValidationError(_too_short(length), code="too_short")

    def get_help_text(self) -> str:
        return at_least(LENGTH_OF_ADULTS)


class HardToGuess:
    """Refuses what somebody who knows the person, or people in general, would try first."""

    def validate(self, password: str, user: User | None = None) -> None:
        words = _words(password)
        letters = "".join(words)
        if not letters:
            raise ValidationError(
                _("Numbers and signs alone are guessed quickly. Put words in."), code="no_words"
            )
        if user and (_is_about(user, words) or _resembles(user, password)):
            raise ValidationError(
                _("Whoever knows you would try that. Take words that have nothing to do with you."),
                code="about_the_person",
            )
        if len(set(letters)) <= FEW or {letters, password.strip().lower()} & common_passwords():
            raise ValidationError(
                _("Many people take this one, so it is tried first. Put several words together."),
                code="common",
            )

    def get_help_text(self) -> str:
        return hard_to_guess()


def rules_for(user: User) -> str:
    """The rules of this very person, in a few short sentences."""
    return f"{at_least(length_for(user))} {hard_to_guess()}"


def at_least(length: int) -> str:
    return ngettext(
        "At least %(length)s character: letters, numbers, signs and spaces all count.",
        "At least %(length)s characters: letters, numbers, signs and spaces all count.",
        length,
    ) % {"length": length}


def hard_to_guess() -> str:
    return _(
        "No name of yours, of your family or of your school, and nothing that many people take. "
        "Three words that make you laugh are a good one."
    )


def length_for(user: User | None) -> int:
    """Of somebody unknown, and of whoever is more than a student, as for adults."""
    if user is None or any(each.own_profile != Profile.STUDENT for each in user.memberships):
        return LENGTH_OF_ADULTS
    classes = Enrolment.objects.filter(membership__in=user.memberships)
    levels = classes.values_list("school_class__level", flat=True)
    years = [year for level in levels if (year := year_of(level)) is not None]
    if min(years, default=OLDER_THAN_ALL) <= LAST_YEAR_OF_PRIMARY:
        return LENGTH_IN_PRIMARY
    return LENGTH_OF_STUDENTS


def words_about(user: User) -> set[str]:
    """The names that those around a person know: theirs, their family's, school's and classes'."""
    family = [person.get_full_name() for person in _family(user)]
    schools = [membership.school.name for membership in user.memberships]
    classes = Enrolment.objects.filter(membership__in=user.memberships)
    names = [*family, *schools, *classes.values_list("school_class__name", flat=True)]
    return {word for name in names for word in _words(name)}


def _is_about(user: User, words: list[str]) -> bool:
    own = words_about(user)
    return set(words) <= own or "".join(words) in {"".join(pair) for pair in product(own, own)}


def _resembles(user: User, password: str) -> bool:
    try:
        UserAttributeSimilarityValidator().validate(password, user)
    except ValidationError:
        return True
    return False


def _family(user: User) -> list[User]:
    """The person, their guardians, the children of these, and their own children."""
    guardians = Guardianship.objects.filter(student__in=user.memberships).values("guardian")
    pairs = Guardianship.objects.filter(
        Q(guardian__in=user.memberships) | Q(guardian__in=guardians)
    ).select_related("guardian__user", "student__user")
    return [user, *(person.user for pair in pairs for person in (pair.guardian, pair.student))]


def _words(name: str) -> list[str]:
    return re.findall("[a-z]+", fold(name))


@cache
def common_passwords() -> frozenset[str]:
    """Django's twenty thousand, and what is common among those who speak French."""
    return frozenset(CommonPasswordValidator().passwords) | set(FRENCH.read_text().split())


def _too_short(length: int) -> str:
    return ngettext(
        "This is too short: it takes at least %(length)s character.",
        "This is too short: it takes at least %(length)s characters.",
        length,
    ) % {"length": length}
