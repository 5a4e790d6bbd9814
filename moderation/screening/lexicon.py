"""Phrases, and where they stand in a text, as they are written or in disguise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from moderation.screening.folding import Folded
from moderation.screening.spelling import (
    collapsed,
    forms_of,
    is_stretched,
    put_together,
    spelled_out,
)

STOP, ASK, AIMED, INNOCENT = "stop", "ask", "aimed", "innocent"


@dataclass(frozen=True)
class Phrase:
    """Words in a row and what they are; `called` ones hurt when they stand alone, too."""

    words: tuple[str, ...]
    tier: str
    called: bool = False


@dataclass(frozen=True)
class Match:
    """A phrase of the lexicon, and the tokens from `first` to before `last` that are it."""

    phrase: Phrase
    first: int
    last: int


@dataclass
class Node:
    """Where the words of a phrase lead: on to others, or to the phrase itself."""

    following: dict[str, "Node"] = field(default_factory=dict)
    phrase: Phrase | None = None


class Lexicon:
    """Phrases as a tree of their words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = Node()
        self._alone: dict[int, list[Phrase]] = {}
        self._alike: dict[str, set[str]] = {}
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: Phrase) -> None:
        node = self._root
        for word in phrase.words:
            node = node.following.setdefault(word, Node())
            self._alike.setdefault(collapsed(word), set()).add(word)
        node.phrase = phrase
        if len(phrase.words) == 1:
            self._alone.setdefault(len(phrase.words[0]), []).append(phrase)

    def matches(self, folded: Folded) -> Iterator[Match]:
        """Every phrase that is in the text, as it is written or in disguise."""
        known: dict[str, set[str]] = {}
        forms = [
            known.get(each.text) or known.setdefault(each.text, self._forms_of(each.text))
            for each in folded.tokens
        ]
        for place, token in enumerate(folded.tokens):
            # Nearly every word begins no phrase.
            if not self._root.following.keys().isdisjoint(forms[place]):
                yield from self._from(place, forms)
            if "*" in token.text:
                yield from (Match(each, place, place + 1) for each in self._masked(token.text))
        for runs in (spelled_out(folded), put_together(folded)):
            for word, first, last in runs:
                node = self._root.following.get(word)
                if node and node.phrase:
                    yield Match(node.phrase, first, last)

    def _forms_of(self, token: str) -> set[str]:
        forms = forms_of(token)
        if is_stretched(token):
            forms |= {like for form in forms for like in self._alike.get(collapsed(form), ())}
        return forms

    def _from(self, first: int, forms: list[set[str]]) -> Iterator[Match]:
        nodes, place = [self._root], first
        while nodes and place < len(forms):
            nodes = [
                following
                for node in nodes
                for form in forms[place]
                if (following := node.following.get(form))
            ]
            place += 1
            yield from (Match(node.phrase, first, place) for node in nodes if node.phrase)

    def _masked(self, token: str) -> list[Phrase]:
        """What a word with stars in it may be; where it may be several, the milder ones."""
        letters = [(place, letter) for place, letter in enumerate(token) if letter != "*"]
        meant = [
            phrase
            for phrase in self._alone.get(len(token), ())
            if all(phrase.words[0][place] == letter for place, letter in letters)
        ]
        return [phrase for phrase in meant if phrase.tier != STOP] or meant


def matches_in(folded: Folded, own: Lexicon, ours: Lexicon) -> list[Match]:
    """What is found by either and excused by neither; of the same words, what `own` says of them."""
    said = [*own.matches(folded)]
    places = {(match.first, match.last) for match in said}
    said += [each for each in ours.matches(folded) if (each.first, each.last) not in places]
    innocent = [range(each.first, each.last) for each in said if each.phrase.tier == INNOCENT]
    excused = {place for places in innocent for place in places}
    return [
        match
        for match in said
        if match.phrase.tier != INNOCENT and not excused.issuperset(range(match.first, match.last))
    ]
