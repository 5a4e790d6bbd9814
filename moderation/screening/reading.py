"""One text, and what is found in it by whoever writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.screening import Readers
from moderation.screening.aimed import is_aimed
from moderation.screening.chains import chains_in
from moderation.screening.details import details_in
from moderation.screening.folding import Folded
from moderation.screening.found import Found, IsName
from moderation.screening.kinds import CHAIN, COARSE, HURTFUL, LINK, UNKIND
from moderation.screening.lexicon import AIMED, ASK, INNOCENT, STOP, Lexicon, matches_in
from moderation.screening.phrases import shipped

_TIERS = {STOP: HURTFUL, ASK: COARSE, AIMED: UNKIND}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the words of somebody are read: by a school's own lexicon beside ours, as whose, and for whom they are."""

    own: Lexicon
    is_student: bool
    readers: Readers
    is_name: IsName

    def read(self, text: str) -> list[Found]:
        """What is found, in order and each place once, by where it stands in `text` itself."""
        folded = Folded(text)
        found = filter(self._concerns, (*self._words_in(folded), *self._others_in(folded)))
        return [
            each._replace(start=start, end=end)
            for each in _apart(found)
            for start, end in [folded.span(each.start, each.end)]
        ]

    def must_change(self, found: Found) -> bool:
        """Whether it cannot be sent as it is. Adults are never stopped: somebody has to be able to
        write down what was said to a child, and a child has to be able to tell its adults.
        """
        if not self.is_student or found.kind in (COARSE, UNKIND):
            return False
        return found.kind is not HURTFUL or self.readers is Readers.ANYBODY

    def _words_in(self, folded: Folded) -> Iterator[Found]:
        tokens = folded.tokens
        for match in matches_in(folded, self.own, shipped()):
            if match.phrase.tier != AIMED or is_aimed(folded, match, self.is_name):
                kind = _TIERS[match.phrase.tier]
                yield Found(kind, tokens[match.first].start, tokens[match.last - 1].end, own=True)

    def _others_in(self, folded: Folded) -> Iterator[Found]:
        for found in (*details_in(folded, self.is_name), *chains_in(folded)):
            if found.kind is not LINK or not self._is_known(folded.text[found.start : found.end]):
                yield found

    def _is_known(self, address: str) -> bool:
        """Whether the school says that it is harmless."""
        return any(each.phrase.tier == INNOCENT for each in self.own.matches(Folded(address)))

    def _concerns(self, found: Found) -> bool:
        if found.kind in (*_TIERS.values(), CHAIN):
            return True
        return self.readers is not Readers.FAMILY and (self.is_student or found.own)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Of those that overlap the longest, in the order of the text."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
