"""Whether a word that may be harmless is said of somebody: "tu es nul", but not "le film est nul"."""

import re

from moderation.screening.folding import Folded, each_of
from moderation.screening.found import IsName
from moderation.screening.lexicon import Match

_DENIED = re.compile(
    r"\b(?:nobody|no ?one|personne)(?: ne?)? (?:thinks|says|said|pense|dit|trouve|croit)\b"
    r"|\b(?:don t|do not|never) (?:think|say)\b|\b(?:pense|trouve|dis|crois) (?:pas|jamais)\b"
)
_END = re.compile(r"[.!?;:\n()\"]")
_NOT = each_of("pas jamais not never isn aren wasn ain")
_BETWEEN = each_of(
    """trop vraiment tellement si super hyper tres grave juste vachement carrement toujours aussi
    completement bien tout toute tous toutes quand meme un une des le la les l petit petite grand
    grande pauvre vrai vraie gros grosse sale sales qu que rien espece de d pire plus quel encore
    a an so such really just very too the most fucking total totally big stupid little kinda pretty
    quite always full of all even being both complete fat ugly dumb silly old dirty rotten nasty filthy"""
)
_IS = each_of(
    """es est etes sera seras serez etais etait deviens devient restes resteras ressembles ressemble
    ai are re is s look looks r were was be"""
)
_LIKE = (["look", "like"], ["looks", "like"], ["ressembles", "a"], ["ressemble", "a"])
_YOU = each_of("tu t toi vous you u ya")
# Both words in one, right or wrong.
_YOU_ARE = each_of("tes te youre your ur yur")
# "You clown" needs no "are".
_AFTER_YOU = each_of(
    """stupid dumb ugly pathetic worthless useless disgusting pig cow rat freak weirdo creep coward
    clown brat snitch scum dick prick pussy whale nul nulle moche bete"""
)
# What somebody may be in a play or a game, and what somebody may be without being mocked.
_ROLES = each_of(
    """porc cochon truie vache thon singe guenon rat cafard chien chienne ane pig cow rat dog monkey
    whale clown monstre victime dummy baby bebe poule"""
)
_PLAYED = each_of("dans in pour for")
_DEFINITE = each_of("le la l the")
_FACTS = each_of(
    "handicape handicapee handicapes handicapees autiste autistes trisomique trisomiques"
)
_VERBS = each_of("pue pues pus pu stinks sucks smells")
# "Emma pue des pieds", but not "tu sens que ça pue ici".
_OF_WHAT = each_of("de des du of like")
_LEFT_OUT = each_of("n ne c ce il elle he she")
# "You are silly to be afraid", and the dog of Emma is not Emma.
_REASONS = each_of("de d to")
_OF = each_of("de d a chez avec pour of with for")
_CALLED = each_of("de va toi you u the hey he eh oh espece sale pauvre gros grosse petit petite")
_FARTHEST = 8
_CALLS = 2


def is_aimed(folded: Folded, match: Match, is_name: IsName) -> bool:
    """Whether this word is said to somebody, or of somebody who has a name here."""
    before, after = _before(folded, match), _after(folded, match)
    if match.phrase.called and _stands_alone(before + after, is_name):
        return True
    if match.phrase.words[0] in _VERBS:
        return not set(after[:1]) - _OF_WHAT and _is_somebody(before, is_name)
    if match.phrase.words[0] in _ROLES and (
        _DEFINITE & set(before[-1:]) or _PLAYED & set(after[:1])
    ):
        return False
    if match.phrase.words[0] in _FACTS:
        return _is_said_to_be(match, before, after, _of_nobody)
    return _is_said_to_be(match, before, after, is_name)


def _of_nobody(_word: str) -> bool:
    return False


def _is_said_to_be(match: Match, before: list[str], after: list[str], is_name: IsName) -> bool:
    """Whether "you are" or "Emma is" leads to the word, and nobody denies it."""
    if _DENIED.search(" ".join(before)):
        return False
    while before and before[-1] in _BETWEEN and before[-2:] not in _LIKE:
        before.pop()
    if before[-2:] in _LIKE:
        before.pop()
    if not before or _NOT & set(before[-2:]) or _REASONS & set(after[:1]):
        return False
    *said, last = before
    if last in _YOU_ARE:
        return not after
    if last == "air":
        return bool(_YOU & set(said[-3:]))
    if last not in _YOU:
        return last in _IS and _is_somebody(said, is_name)
    asked = bool(said) and said[-1] in _IS
    return asked or match.phrase.called or match.phrase.words[0] in _AFTER_YOU


def _is_somebody(said: list[str], is_name: IsName) -> bool:
    """Whether these words end with you or with a name, and not with what is somebody's."""
    while said and said[-1] in _LEFT_OUT:
        said.pop()
    if not said or _OF & set(said[-2:-1]):
        return False
    return said[-1] in _YOU or is_name(said[-1])


def _before(folded: Folded, match: Match) -> list[str]:
    """The words before it in the same part of the sentence."""
    words: list[str] = []
    for place in range(match.first, max(match.first - _FARTHEST, 0), -1):
        if _END.search(folded.between(folded.tokens[place - 1], folded.tokens[place])):
            break
        words.insert(0, folded.tokens[place - 1].text)
    return words


def _stands_alone(around: list[str], is_name: IsName) -> bool:
    """Whether nothing else is said in this part of the sentence, except to whom."""
    return len(around) <= _CALLS and all(word in _CALLED or is_name(word) for word in around)


def _after(folded: Folded, match: Match) -> list[str]:
    words: list[str] = []
    for place in range(match.last, min(match.last + 3, len(folded.tokens))):
        if _END.search(folded.between(folded.tokens[place - 1], folded.tokens[place])):
            break
        words.append(folded.tokens[place].text)
    return words
