"""Messages that ask to be passed on to many."""

import re
from collections.abc import Iterator

from moderation.screening.folding import Folded
from moderation.screening.found import Found
from moderation.screening.kinds import CHAIN

_MANY = (
    r"(?:[3-9]|\d{2,4}|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cinquante|cent"
    r"|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|hundred)"
)
_PEOPLE = (
    r"(?:autres? |other |more |de tes |of your )?(?:personnes|gens|amie?s|amies|contacts|copains|copines|potes|enfants"
    r"|camarades|people|friends|persons|kids|classmates|chats|groupes|groups|conversations)"
)
_TO_MANY = (
    rf"(?:(?:a|to) (?:(?:au moins |at least )?{_MANY} {_PEOPLE}|(?:tous |toutes |all (?:of )?)?(?:tes|vos|mes|your) {_PEOPLE}"
    r"|everyone you (?:know|love)|tous ceux que tu|tout le monde))"
)
# What may be shared with all one's friends is not passed on by them: the sweets are, a message is not.
_THIS = r"[ -](?:ce|cet|cette|ca|cela|ceci|le|la|this|it|that|msg|message)\b"
_PASS_ON = re.compile(
    r"\b(?:(?:renvoie[sz]?|envoie[sz]?|renvoyez|envoyez|partage[sz]?|copie[sz]?|recopie[sz]?|transmet[sz]?|send|resend|pass|share|copy)"
    rf"{_THIS}|transfere[sz]?|transferez|fai(?:s|tes)(?:[ -]le)? (?:passer|tourner|suivre)|forward|repost)\b"
    rf"[^\n.!?;]{{0,60}}?\b{_TO_MANY}"
)
_THREAT = re.compile(
    r"\b(?:ne |n')?(?:casse|brise|romps|interromps|cassez|brisez|coupe)[sz]? pas (?:la|cette) chaine\b(?! d[eu']| d'?un)|\bbrise(?:r)? la chaine\b"
    r"|\bdo(?: not|n'?t) break (?:the|this) chain\b|\bbreaks? (?:the|this) chain\b|\bkeep (?:the|this) chain\b|\bfais tourner (?:sinon|stp|a tout)\b"
    r"|\b(?:si tu|si vous) (?:ne |n' ?)?(?:l'|le |la |les )?(?:envoie|envoies|renvoie|renvoies|partage|partages|transferes?|fais)\b[^\n.!?;]{0,60}\b(?:malheur|mourr|meurs|mort|hante|malchance|perdras|viendra|fantome|maudit)"
    r"|\bif you (?:don'?t|do not) (?:send|share|forward|pass|repost)\b[^\n.!?]{0,80}\b(?:bad luck|die|curse|cursed|haunt|ghost|lose|come)"
    r"|\b(?:ans|annees) de malheur\b[^\n]{0,60}\b(?:envoi|partag|transf|chaine)|\byears of bad luck\b[^\n]{0,60}\b(?:send|share|forward|chain)"
    r"|\b(?:envoi|partag|transf|chaine)[^\n]{0,80}\b(?:ans|annees) de malheur\b|\b(?:send|share|forward|chain)[^\n]{0,80}\byears of bad luck\b"
    r"|\bcopie[sz]?[- ](?:et )?colle[sz]? (?:ce|ceci|ca|sur|a|dans)\b|\bcopy (?:and|&) paste this (?:to|on|in)\b"
    r"|\benvoie (?:ce|ca|cela)[^\n.!?;]{0,40}(?:sinon|et tu (?:auras|verras|recevras))\b|\bsend this[^\n.!?;]{0,40}(?:or (?:else|you)|and you(?:'ll| will))\b"
)


def chains_in(folded: Folded) -> Iterator[Found]:
    for pattern in (_PASS_ON, _THREAT):
        for found in pattern.finditer(folded.text):
            yield Found(CHAIN, *found.span())
