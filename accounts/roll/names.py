"""Names as people write them, from the capitals in which school software keeps them.

Only a name that is all capitals or all small letters is rewritten; a mixed one ("McDonald") is
kept, because somebody chose it. Each word, and each part after a hyphen, gets one capital. Then:

- French and Portuguese particles that stand before the rest of a family name stay small (de, du,
  des, da, do, dos, das, and d' before a name), as do "van", "von", "der", "den" at its beginning.
  The last word is never a particle: the family name "Van" or "Do" keeps its capital.
- articles keep their capital, as in "de La Fontaine" and "Le Goff";
- an apostrophe is followed by a capital ("O'Brien", "L'Hostis"), except in the Breton "c'h".

Being wrong costs little: people are compared by folded names, so a capital corrected by hand stays.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from anyascii import anyascii

from accounts.logins import fold
from accounts.roll.records import PersonName

NameKey = tuple[str, str]
MOST_NAMES = 100_000

PARTICLES = frozenset({"de", "du", "des", "da", "do", "dos", "das"})
OPENING_PARTICLES = frozenset({"van", "von", "der", "den"})
_memories: list[Callable[[], None]] = []


def _remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    """Names come again and again in a roll; `forget_names` when it is read."""
    remembering = lru_cache(MOST_NAMES)(function)
    _memories.append(remembering.cache_clear)
    return remembering


def forget_names() -> None:
    """A process that lives on keeps nobody's name."""
    for forget in _memories:
        forget()


folded = _remembered(fold)
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′", "'"))


@_remembered
def tidy(text: str) -> str:
    """One space between words, plain apostrophes, composed letters, nothing invisible."""
    if text.isascii():  # most cells by far, and their number counts
        return " ".join(text.replace("`", "'").split())
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).translate(APOSTROPHES).split())


@_remembered
def first_name(text: str) -> str:
    text = tidy(text)
    return _capitalized(text) if _is_unwritten(text) else text


@_remembered
def last_name(text: str) -> str:
    text = tidy(text)
    if not _is_unwritten(text):
        return text
    return "-".join(_with_particles(part) for part in _capitalized(text).split("-"))


def same_spelling(known: str, given: str) -> bool:
    """Whether a known name already says all that the roll says.

    Case is ours to choose, and a roll kept in capitals without accents must not take away an
    accent that somebody has put right.
    """
    return tidy(given).casefold() in {known.casefold(), anyascii(known).casefold()}


def _is_unwritten(text: str) -> bool:
    return text in {text.upper(), text.lower()}


def _capitalized(text: str) -> str:
    words = re.sub(r"[^\s'-]+", lambda word: word[0][:1].title() + word[0][1:].lower(), text)
    return re.sub(r"(?<=[cC]')H", "h", words)


def _with_particles(name: str) -> str:
    *leading, final = name.split(" ")
    opening = True
    words = []
    for word in leading:
        opening = opening and word.lower() in OPENING_PARTICLES
        small = opening or word.lower() in PARTICLES
        words.append(word.lower() if small else word)
    return re.sub(r"\bD'(?=\w)", "d'", " ".join([*words, final]))


def name_key(name: PersonName) -> NameKey:
    """What people are compared by."""
    return folded(name.last), folded(name.first)


def name_keys(name: PersonName) -> list[NameKey]:
    """Under every family name the person goes by, the one in use first."""
    return [(folded(last), folded(name.first)) for last in name.last_names()]
