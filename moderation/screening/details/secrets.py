"""Passwords, told or asked for."""

import re
from collections.abc import Iterator

from moderation.screening.folding import Folded, each_of
from moderation.screening.found import Found
from moderation.screening.kinds import PASSWORD

_WORD = r"(?:mots? de passe|mdp|password|passwd|pwd|pass ?code|code pin|pin code|code secret|digicode|code d'entree|code wifi|secret code)"
# Of these, what is told is a number or has one: "mon code" may be one's program.
_CODE = r"(?:code|pass|pin)"
_TOLD = re.compile(
    rf"\b(?P<whose>mon |ma |my |notre |our |son |his |her |le |the |ton |votre |your )?(?:{_WORD}|(?P<code>{_CODE}))"
    r"(?: (?:pronote|ent|educonnect|wifi|wi-fi|roblox|fortnite))?(?: (?:de |d'|du |sur |pour |chez |for |on |of |at )[\w' ]{1,25}?)? ?(?:c'? ?est|est|is|:|=|->)"
    r"[ \"]{0,3}(?P<value>[^\s\",;]{2,40})"
)
_ASKED = re.compile(
    rf"\b(?:donnez?|dis|envoie|passe|prete|file|give|tell|send|show)(?:[ -](?:moi|nous|me|us))? (?:ton|votre|your|tes) {_WORD}"
    rf"|\b(?:c'? ?est quoi|quel est|what'?s|what is) (?:ton|votre|your) {_WORD}"
)
_NO_VALUE = each_of("""oublie perdu secret secrete prive privee personnel important incorrect trop faux dans a au pas bon
    changer change expire le la les un une ne tres bien long dur difficile facile bloque compose quoi quand
    comme celui sur sous toujours encore pour ce ca mon ton en vraiment faible solide nul refuse errone
    forgotten lost secret private personal wrong incorrect not too in the a an on very long hard easy
    blocked strong weak safe expired changed like for something important broken right correct what when""")
_DIGITS = 3
_MINE = each_of("mon ma my notre our son his her")


def passwords_in(folded: Folded) -> Iterator[Found]:
    for found in _TOLD.finditer(folded.text):
        value = found["value"].strip(".!?'")
        mine = (found["whose"] or "").strip() in _MINE
        digits = sum(map(str.isdigit, value))
        is_word = mine and not found["code"] and value and value not in _NO_VALUE
        if digits >= (_DIGITS if found["code"] else 1) or is_word:
            yield Found(PASSWORD, *found.span(), own=True)
    for found in _ASKED.finditer(folded.text):
        yield Found(PASSWORD, *found.span())
