"""E-mail addresses, accounts on other services, and links to them."""

import re
from collections.abc import Iterator

from moderation.screening.folding import Folded, each_of
from moderation.screening.found import Found, IsName
from moderation.screening.kinds import ACCOUNT, LINK, MAIL

_AT = re.compile(r"@|\barobase\b|\barobas\b|\(at\)|\[at\]| at ")
_NAME = re.compile(r"[\w.+\-]{1,64} {0,2}$")
_HOST = re.compile(
    r" {0,2}[\w\-]{1,40}(?: ?(?:\.| point | dot |\(dot\)) ?[a-z][a-z\d\-]{1,20}){1,4}"
)
# Where people have a mailbox of their own.
_MAILBOXES = re.compile(
    r"gmail|hotmail|outlook|live|yahoo|ymail|orange|wanadoo|free|laposte|sfr|icloud|proton|gmx|bbox|aol|me\b"
)
_WIDEST = 66

_SERVICE = (
    r"(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|what'?s ?app|telegram|roblox|fortnite"
    r"|be ?real|facebook|fb|messenger|skype|twitch|xbox|psn|playstation|steam|threads|pinterest)"
)
_TOLD = re.compile(
    rf"\b(?:mon|my|son|his|her|notre|our) (?:{_SERVICE}|pseudo|gamertag|user ?name|@)(?: ?name)?(?: {_SERVICE})?"
    rf"(?: (?:sur|on) {_SERVICE})? ?(?:c'? ?est|est|is|:|=|->) ?[\w.@\-]{{3,40}}"
)
_INVITED = re.compile(
    r"\b(?:r?ajoutez?|add|follow|suis|suivez|rejoins|rejoignez|join|contactez?|appelle|ecris|parle|message)"
    rf"(?:[ -](?:moi|me|nous|us))? (?:sur|on|par|via|in) (?:mon |ma |my |le |la )?{_SERVICE}\b"
    rf"|\b(?:r?ajoutez?|add|follow)[ -](?:moi|me) (?:sur|on) \w{{2,20}}"
    rf"|\b(?:ton|your) (?:(?:pseudo|gamertag|user ?name) (?:sur|on|de|for) {_SERVICE}|{_SERVICE} (?:pseudo|gamertag|user ?name))\b"
    rf"|\b(?:t'? ?as|tu as|vous avez|have you got|do you have|got|viens sur|come on|donne(?:s|[ -]moi)? ton"
    rf"|c'? ?est quoi ton|what'?s your|what is your|give me your) (?:un |a |ton |your )?{_SERVICE}\b"
    r"|\b(?:r?ajoute[sz]?|cherche[sz]?|trouve[sz]?|add|find|search) (?=[a-z.]*[_\d])[\w.]{3,40} (?:sur|on) (?!l[ae' ]|les |ta |ton |notre |the |our |your )"
    r"|\babonne[sz]?[ -](?:toi|vous) (?:a|sur) (?:ma|mon)\b"
    r"|\bsubscribe to my\b"
)
_HANDLE = re.compile(r"(?<![\w.@])@([a-z][\w.]{2,30})")
_LINK = re.compile(
    r"\bhttps?://[^\s<>\"]{1,300}|\bwww\.[^\s<>\"]{2,300}"
    r"|(?<![\w@.-])(?:[\w-]{1,40}\.){1,3}(?:com|fr|net|org|gg|tv|io|app|xyz|link|eu|info)\b(?![\w@])(?:/[^\s<>\"]{0,300})?"
    r"|(?<![\w@.-])[\w-]{2,40}\.(?:be|ly|me|co|gl|to)/[^\s<>\"]{1,300}"
)


def accounts_in(folded: Folded, is_name: IsName) -> Iterator[Found]:
    text = folded.text
    for at in _AT.finditer(text):
        left = max(at.start() - _WIDEST, 0)
        name = _NAME.search(text, left, at.start())
        host = _HOST.match(text, at.end())
        own = bool(host and _MAILBOXES.search(text, at.end(), host.end()))
        # "At" is a word of every other sentence.
        if name and host and (own or at.group() != " at "):
            yield Found(MAIL, name.start(), host.end(), own=own)
    for pattern in (_TOLD, _INVITED):
        for found in pattern.finditer(text):
            yield Found(ACCOUNT, *found.span(), own=pattern is _TOLD)
    for found in _HANDLE.finditer(text):
        if not is_name(found[1].rstrip(".")) and found[1].rstrip(".") not in _EVERYBODY:
            yield Found(ACCOUNT, *found.span(), own=True)
    for found in _LINK.finditer(text):
        yield Found(LINK, *found.span())


_EVERYBODY = each_of(
    "tous toutes tout classe everyone all here maitre maitresse papa maman cm1 cm2 ce1 ce2"
)
