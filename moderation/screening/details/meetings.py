"""Meeting outside the school, without an adult who knows of it."""

import re
from collections.abc import Iterator

from moderation.screening.folding import Folded
from moderation.screening.found import Found
from moderation.screening.kinds import MEETING

_MEET = re.compile(
    r"\b(?:on se (?:voit|retrouve|rejoint|donne|capte|rencontre)|(?:se|nous) (?:voir|retrouver|rencontrer|rejoindre)"
    r"|rendez[ -]?vous|rdv|retrouve[ -](?:moi|nous)|rejoins[ -](?:moi|nous)|je t'? ?attends?|je t'? ?attendrai"
    r"|je vous attends|viens?\b|venez|tu (?:peux|veux|voudrais) venir|passe me|on va"
    r"|meet (?:me|us|up)|let'?s meet|(?:can|could|shall) we meet|want to meet|wanna meet|see you at|see you behind"
    r"|come (?:to|over|alone|and)|i'?ll wait|wait for me|find me|join me)\b[^\n.!?;]{0,80}"
)
_OUTSIDE = re.compile(
    r"\bchez (?:moi|toi)\b|\bseule?\b|\ben secret\b|\ben cachette\b|\bsans (?:le dire|en parler|ta |tes |ton )"
    r"|\bne? ?(?:le )?dis? (?:rien )?a personne|\b(?:au|a la|devant le|devant la|derriere|pres du|pres de|dans le|sur la) "
    r"(?:parc|square|city|stade|mcdo|centre commercial|magasin|supermarche|boulangerie|gare|arret|skate ?park|bois|foret|plage"
    r"|place|fontaine|terrain|parking|l'?ecole|eglise|metro|pont|kebab|aire de jeux|portail|arret de bus|cite|jardin public|cinema)\b"
    r"|\b(?:my|your) (?:house|place|home)\b|\balone\b|\bin secret\b|\bsecretly\b|\bwithout telling\b|\bdon'?t tell\b|\btell no"
    r"|\b(?:the|behind the|at the) (?:park|shop|shops|mall|station|bus stop|beach|woods?|square|car park|corner shop|gate|gates"
    r"|skate ?park|field|bridge|church|cinema|supermarket|football pitch)\b"
    r"|\bapres (?:l'ecole|les cours|la classe|l'etude) (?:au|a|devant|derriere|chez|dans)\b|\bderriere l'ecole\b|\bbehind the school\b"
)
# An adult who comes along: one who is away, or comes later, is why children meet alone.
_WITH_ADULTS = re.compile(
    r"\bavec (?:la|ma|notre|toute la) (?:classe|maitresse|mere|maman)\b|\bavec (?:le|mon|notre) (?:maitre|pere|papa|prof)\b"
    r"|\bavec (?:mes|tes|les|nos) parents\b|\bwith (?:the|my|our) (?:class|teacher|mum|mom|dad|parents|mother|father)\b"
    r"|\b(?:avec|pour|et) les parents\b"
    r"|\b(?:ma mere|maman|mon pere|papa) (?:vient nous|nous (?:emmene|ramene|amene|prend|attend))\b(?! pas)"
    r"|\bmy (?:mum|mom|dad|mother|father) (?:is|will be) (?:taking|picking|driving|fetching) (?:both of )?us\b"
)


def meetings_in(folded: Folded) -> Iterator[Found]:
    for found in _MEET.finditer(folded.text):
        if _OUTSIDE.search(found.group()) and not _WITH_ADULTS.search(found.group()):
            yield Found(MEETING, *found.span())
