"""Words as they are compared: without case and accents, each letter knowing where it came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from anyascii import anyascii

# What stands for nothing of its own: accents typed apart, and letters nobody sees.
_UNSEEN = {"Mn", "Me", "Cf"}
_SIGNS = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"}

_TOKEN = re.compile(r"[@$]?[^\W_]+(?:[@$!|*+€]+[^\W_]+)*(?:\*{2,})?")


class _Folding(dict[int, str]):
    """For `str.translate`: what each character is compared as."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    if unicodedata.category(char) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKD", char.lower())
    bare = "".join(each for each in plain if unicodedata.category(each) not in _UNSEEN)
    # Other alphabets stay as they are: spelled in Latin letters, some of their words are coarse.
    if not bare.isascii() and unicodedata.name(char, "").startswith("LATIN"):
        bare = anyascii(bare)
    return bare.lower()


_FOLDING = _Folding()


@dataclass(frozen=True)
class Token:
    """A word, and where it stands in the folded text."""

    text: str
    start: int
    end: int


class Folded:
    """A text to search in; what is found there is told by `span` as it stands in the original."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text.translate(_FOLDING)
        self._origin: Sequence[int] = range(len(text))
        if any(len(_FOLDING[ord(char)]) != 1 for char in set(text)):
            self._origin = [i for i, char in enumerate(text) for _ in _FOLDING[ord(char)]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original stands what is here from `start` to `end`, with all its accents."""
        after = self._origin[end] if end < len(self.text) else len(self.original)
        return self._origin[start], max(self._origin[end - 1] + 1, after)

    @cached_property
    def tokens(self) -> list[Token]:
        return [Token(found.group(), *found.span()) for found in _TOKEN.finditer(self.text)]

    def between(self, first: Token, second: Token) -> str:
        return self.text[first.end : second.start]


def fold(text: str) -> str:
    return text.translate(_FOLDING)


def each_of(words: str) -> frozenset[str]:
    """Folded words, written one after the other."""
    return frozenset(words.split())
