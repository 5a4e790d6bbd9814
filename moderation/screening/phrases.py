"""The words of this project, in three tiers and both languages, with a school's own on top.

A line of the files is a tier and a phrase. In a phrase `con(ne)(s)` has endings that may follow or
not, `fille|fils` is either word, and `ne?` may be left out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

from moderation.screening.folding import fold
from moderation.screening.lexicon import Lexicon, Phrase

_FILES = ("words_fr.txt", "words_en.txt", "innocent.txt")
_ENDING = re.compile(r"\(([^)]*)\)")
_WORD = re.compile(r"[^\W_]+")


def words_of(written: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared."""
    return tuple(_WORD.findall(fold(written)))


@cache
def shipped() -> Lexicon:
    """The words of this project."""
    return Lexicon(
        Phrase(words, tier.rstrip("!"), called=tier.endswith("!"))
        for name in _FILES
        for tier, written in _lines(Path(__file__).with_name(name))
        for words in _spelled(fold(written))
    )


def of_school(own: Iterable[tuple[str, str]]) -> Lexicon:
    """A school's phrases, each with its tier."""
    return Lexicon(
        Phrase(words, tier) for tier, written in own for words in _inflected(words_of(written))
    )


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            tier, written = line.split(maxsplit=1)
            yield tier, written


def _spelled(written: str) -> Iterator[tuple[str, ...]]:
    """Every way a line of the files may be meant."""
    for chosen in product(*(list(_either(part)) for part in written.split())):
        words = tuple(_WORD.findall(" ".join(chosen)))
        if words:
            yield words


def _either(part: str) -> Iterator[str]:
    if part.endswith("?"):
        yield ""
        part = part[:-1]
    for word in part.split("|"):
        stem, *endings = _ENDING.split(word)
        # What stands between two endings is nothing; what they hold is there or not.
        yield from (stem + "".join(kept) for kept in product(*(("", e) for e in endings if e)))


def _inflected(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A school's own phrase; of a single word also its plural and feminine."""
    *before, last = words
    endings = ("",) if before else ("", "s", "e", "es")
    yield from ((*before, last + ending) for ending in endings)
