"""Whether a word that may be harmless is said of somebody: "tu es nul", but not "le film est nul"."""

import re

from moderation.screening.folding import Folded, each_of
from moderation.screening.found import IsName
from moderation.screening.lexicon import Match

_END = re.compile(r"[.!?;:\n()\"]")
_NOT = each_of("pas jamais not never isn aren wasn ain")
_BETWEEN = each_of("""trop vraiment tellement si super hyper tres grave juste vachement carrement toujours aussi
    completement bien tout toute tous toutes trop quand meme un une des le la les l petit petite grand
    grande pauvre vrai vraie gros grosse sale sales qu que rien espece de d pire plus quel encore
    a an so such really just very too the most fucking total totally big stupid little kinda pretty
    quite always full of all even being both complete fat ugly dumb silly old""")
_IS = each_of("""es est etes sera seras serez etais etait deviens devient restes resteras
    ai are re is s look looks r were was be""")
_YOU = each_of("tu t toi vous you u ya")
# Both words in one, right or wrong.
_YOU_ARE = each_of("tes te youre your ur yur")
_AFTER_YOU = each_of("""stupid dumb ugly pathetic worthless useless disgusting pig cow rat freak weirdo creep coward
    clown brat snitch scum dick prick pussy whale nul nulle moche bete""")
_LEFT_OUT = each_of("n ne c ce il elle he she")
_CALLED = each_of("de va toi you u the hey he eh oh espece sale pauvre gros grosse petit petite")
_FARTHEST = 8
_CALLS = 2


def is_aimed(folded: Folded, match: Match, is_name: IsName) -> bool:
    """Whether this word is said to somebody, or of somebody who has a name here."""
    if match.phrase.called and _stands_alone(folded, match, is_name):
        return True
    before = _before(folded, match)
    while before and before[-1] in _BETWEEN:
        before.pop()
    if before[-2:] in (["look", "like"], ["looks", "like"]):
        before.pop()
    if not before or _NOT & set(before[-2:]):
        return False
    *said, last = before
    if last in _YOU_ARE:
        return not _after(folded, match)
    if last in _YOU:
        asked = bool(said) and said[-1] in _IS
        return asked or match.phrase.called or match.phrase.words[0] in _AFTER_YOU
    if last == "air":
        return bool(_YOU & set(said[-3:]))
    while said and said[-1] in _LEFT_OUT:
        said.pop()
    return last in _IS and bool(said) and (said[-1] in _YOU or is_name(said[-1]))


def _before(folded: Folded, match: Match) -> list[str]:
    """The words before it in the same part of the sentence."""
    words: list[str] = []
    for place in range(match.first, max(match.first - _FARTHEST, 0), -1):
        if _END.search(folded.between(folded.tokens[place - 1], folded.tokens[place])):
            break
        words.insert(0, folded.tokens[place - 1].text)
    return words


def _stands_alone(folded: Folded, match: Match, is_name: IsName) -> bool:
    """Whether nothing else is said in this part of the sentence, except to whom."""
    around = _before(folded, match) + _after(folded, match)
    return len(around) <= _CALLS and all(word in _CALLED or is_name(word) for word in around)


def _after(folded: Folded, match: Match) -> list[str]:
    words: list[str] = []
    for place in range(match.last, min(match.last + 3, len(folded.tokens))):
        if _END.search(folded.between(folded.tokens[place - 1], folded.tokens[place])):
            break
        words.append(folded.tokens[place].text)
    return words
