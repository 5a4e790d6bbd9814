"""Dates of birth: those of lessons are older than any student."""

import re
from collections.abc import Iterator

from core import clock
from moderation.screening.folding import Folded
from moderation.screening.found import Found
from moderation.screening.kinds import BIRTH

_MONTH = (
    r"(?:janvier|janv|fevrier|fevr|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct"
    r"|novembre|nov|decembre|dec|january|jan|february|feb|march|april|apr|may|june|july|august|aug"
    r"|september|october|november|december)\.?"
)
_DATE = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?[ ./\-]{1,2}(?:of )?(?:"
    rf"{_MONTH}|\d{{1,2}})(?:[ ,./\-]{{1,2}}(?P<year>(?:19|20)?\d\d)\b)?"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?:[ ,]{{1,2}}(?P<later>(?:19|20)\d\d)\b)?)"
)
_MINE = re.compile(
    r"\b(?:je suis nee?|on est nes|i was born|i am born|i'm born|(?:ma|sa|notre) date de naissance"
    r"|(?:my|his|her) (?:date of birth|birth ?date|birthday|dob)|date of birth|date de naissance|mon anniv(?:ersaire)?)"
    rf"[^\n.!?;\d]{{0,25}}?(?:{_DATE})"
)
_THEIRS = re.compile(rf"\b(?:nee?|nes|born)\b[^\n.!?;\d]{{0,15}}?(?:{_DATE})")
_BIRTHDAY = re.compile(r"anniv|birthday")
_OLDEST = 19


def births_in(folded: Folded) -> Iterator[Found]:
    for found in _MINE.finditer(folded.text):
        # The day of a birthday is for everybody to know, its year is not.
        if _year(found) is not None or not _BIRTHDAY.search(found.group()):
            yield Found(BIRTH, *found.span(), own=True)
    for found in _THEIRS.finditer(folded.text):
        year = _year(found)
        if year is not None and year > clock.today().year - _OLDEST:
            yield Found(BIRTH, *found.span(), own=True)


def _year(found: re.Match[str]) -> int | None:
    written = found["year"] or found["later"]
    if not written:
        return None
    return int(written) if len(written) > 2 else 2000 + int(written)  # noqa: PLR2004  (of 2015, or of 15)
