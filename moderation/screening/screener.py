"""Looks at what somebody of a school is about to send, for whoever asks `core.screening`."""

from collections.abc import Sequence
from functools import cache

from accounts.choices import Profile
from accounts.models import Membership, NameWord
from contacts.reach import reached_by
from core import screening
from core.screening import Finding, Words
from moderation.models import SchoolWord
from moderation.screening.counts import count
from moderation.screening.found import Found, IsName
from moderation.screening.kinds import SPREADING
from moderation.screening.phrases import of_school
from moderation.screening.reading import Reading
from moderation.screening.spreading import is_spreading


def register() -> None:
    screening.register(screening.Screener(look=look, count=count, teachers=teachers_of))


def look(by: Membership, words: Words) -> list[Finding]:
    """What is found in these words of `by`."""
    reading = Reading(
        own=of_school(SchoolWord.objects.of_school(by.school_id)),
        is_student=by.own_profile == Profile.STUDENT,
        readers=words.readers,
        is_name=names_near(by),
    )
    return [
        Finding(passage, found.start, found.end, found.kind, reading.must_change(found))
        for passage, text in enumerate(words.passages)
        for found in _passed_on(by, words, text) or reading.read(text)
    ]


def _passed_on(by: Membership, words: Words, text: str) -> list[Found]:
    """The whole text, if students pass it on from one to the next."""
    compared = words.is_message and by.own_profile == Profile.STUDENT
    if compared and is_spreading(by, text):
        return [Found(SPREADING, 0, len(text))]
    return []


def names_near(by: Membership) -> IsName:
    """Whether a word is a name in somebody's classes and family; asked only where it matters."""

    @cache
    def names() -> set[str]:
        near = Membership.objects.near_to(by.user).values("pk")
        return set(NameWord.objects.filter(membership__in=near).values_list("word", flat=True))

    return lambda word: word in names()


def teachers_of(by: Membership) -> Sequence[Membership]:
    """The teachers of a student's classes to whom they can write."""
    if by.own_profile != Profile.STUDENT:
        return []
    mine = {"enrolments__school_class__enrolments__membership": by}
    teachers = reached_by(by).filter(profile=Profile.TEACHER, **mine)
    return list(teachers.distinct().by_name())
