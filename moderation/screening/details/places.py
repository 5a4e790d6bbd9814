"""Where somebody lives."""

import re
from collections.abc import Iterator

from moderation.screening.folding import Folded
from moderation.screening.found import Found
from moderation.screening.kinds import ADDRESS

_STREET = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?[ ,]{1,3}(?:de la |du )?"
    r"(?:rue|avenue|av\.?|boulevard|bld|bd\.?|place|chemin|impasse|allees?|route|quai|square|cours|passage"
    r"|sentier|esplanade|lotissement|residence|hameau|lieu-dit|venelle|cite)\b[ ][^\n.!?;]{2,40}"
    r"|\b\d{1,4}[a-d]?,? (?:[a-z'\-]{2,20} ){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|drive|close|way|court|crescent|terrace|gardens|grove|square|mews)\b"
)
_LIVES = re.compile(
    r"\bj'? ?habite|\bnous habitons|\bon habite|\bchez (?:moi|nous)\b|\b(?:mon|notre|son) adresse"
    r"|\b(?:my|our|his|her) (?:home )?address|\bi live\b|\bwe live\b|\bmy (?:house|flat|home)\b"
    r"|\bil habite|\belle habite|\bhabite au\b|\blives at\b|\bma maison\b"
)
_WHERE = re.compile(
    r"\b(?:j'? ?habite|on habite|i live|we live)\b[^\n.!?;]{0,30}"
    r"\b(?:appartement|appart|appt|batiment|bat|etage|residence|immeuble|lotissement|interphone|digicode"
    r"|flat|apartment|floor|building|number|numero)\b[^\n.!?;]{0,30}"
    r"|\b(?:mon adresse|my address) (?:c'? ?est|est|is|:) ?(?![\w.+\-]{1,40} ?(?:@|arobase|\(at\)|at\b))[^\n.!?;]{3,50}"
)
_PUBLIC = re.compile(
    r"\b(?:musees?|museum|ecole|school|college|lycee|bibliotheque|library|mediatheque|mairie|town hall|piscine"
    r"|swimming pool|gymnase|stade|stadium|theatre|cinema|parc|zoo|aquarium|castle|chateau|eglise|church"
    r"|hopital|hospital|gare|station|boulangerie|bakery|salle|maison de|conservatoire|ferme|exposition"
    r"|sherlock|president|elysee|prime minister)\b"
)
_AROUND = 60


def addresses_in(folded: Folded) -> Iterator[Found]:
    text = folded.text
    for found in _STREET.finditer(text):
        around = max(found.start() - _AROUND, 0), found.start()
        own = bool(_LIVES.search(text, *around))
        if own or not _PUBLIC.search(text, around[0], found.end()):
            yield Found(ADDRESS, *found.span(), own=own)
    for found in _WHERE.finditer(text):
        yield Found(ADDRESS, *found.span(), own=True)
