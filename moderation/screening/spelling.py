"""The ways of writing a word so that it looks like another: l3tters, repe-e-eated, s.p.a.c.e.d."""

import re
from collections.abc import Callable, Iterator

from moderation.screening.folding import Folded, Token

_DIGITS = str.maketrans("@$!|+€034578", "asiiteoeastb")
_ONE_AS = ("i", "l")
_REPEATED = re.compile(r"(.)\1+")
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_SHORTEST = 3

# What may stand between letters that are one word, and between its parts.
_SPACED = re.compile(r"[ .\-_*·/]{1,3}")
_JOINED = re.compile(r"[-._·*]|\.\.\.")
_LONGEST = 20


def collapsed(word: str) -> str:
    """Each letter once where it is repeated."""
    return _REPEATED.sub(r"\1", word)


def is_stretched(token: str) -> bool:
    """Whether some letter is there more often than any word has it."""
    return bool(_STRETCHED.search(token))


def forms_of(token: str) -> set[str]:
    """What a word as it is written may mean."""
    forms = {token}
    if not token.isalpha() and not token.isdigit():
        # 1 is an i to some and an l to others.
        plain = token.translate(_DIGITS)
        forms |= {plain.replace("1", letter) for letter in _ONE_AS}
    return forms


def spelled_out(folded: Folded) -> Iterator[tuple[str, int, int]]:
    """Letters with something between each of them: what they spell, and the tokens they are."""
    for first, last in _runs(folded, _is_letter, _SPACED):
        letters = "".join(token.text for token in folded.tokens[first:last])
        for size in range(_SHORTEST, min(len(letters), _LONGEST) + 1):
            yield letters[:size], first, first + size
            if size < len(letters):
                yield letters[-size:], last - size, last


def put_together(folded: Folded) -> Iterator[tuple[str, int, int]]:
    """Parts of a word with a hyphen or dots between them, and the tokens they are."""
    for first, last in _runs(folded, _is_word, _JOINED):
        yield "".join(token.text for token in folded.tokens[first:last]), first, last


def _is_letter(token: Token) -> bool:
    return len(token.text) == 1


def _is_word(token: Token) -> bool:
    return len(token.text) <= _LONGEST


def _runs(
    folded: Folded, belongs: Callable[[Token], bool], between: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Where tokens that belong follow each other with only that between them, two at least."""
    tokens, first = folded.tokens, 0
    for place, token in enumerate(tokens):
        if not belongs(token):
            if place - first > 1:
                yield first, place
            first = place + 1
        elif place > first and not between.fullmatch(folded.between(tokens[place - 1], token)):
            if place - first > 1:
                yield first, place
            first = place
    if len(tokens) - first > 1:
        yield first, len(tokens)
