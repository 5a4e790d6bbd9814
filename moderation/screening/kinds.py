"""What is looked for, and what a student has learned about it."""

from django.utils.translation import gettext_lazy as _

from core.screening import Kind

_MINE = _(
    "I keep my address, my telephone number, my date of birth and my other accounts to myself."
)
_KINDLY = _("I write as I speak in front of others: kindly. I do not mock, insult or threaten.")
_HERE = _("I do not arrange to meet anybody here, and I send nobody elsewhere.")
_NO_CHAIN = _("I pass no message on because it tells me to.")
_IT_STOPS = _(
    "Such messages go from one to the next and frighten people. This one stops here, and nothing bad "
    "comes of that."
)

PHONE = Kind("phone", _("a telephone number"), _MINE)
MAIL = Kind("mail", _("an e-mail address"), _MINE)
ADDRESS = Kind("address", _("an address"), _MINE)
BIRTH = Kind("birth", _("a date of birth"), _MINE)
ACCOUNT = Kind("account", _("an account somewhere else"), _MINE)
PASSWORD = Kind("password", _("a password"), _("I keep my password to myself."))
LINK = Kind("link", _("a link to elsewhere"), _HERE)
MEETING = Kind("meeting", _("a place to meet"), _HERE)
HURTFUL = Kind("hurtful", _("words that are not sent here"), _KINDLY)
COARSE = Kind("coarse", _("coarse or hurtful words"), _KINDLY)
UNKIND = Kind("unkind", _("unkind words to somebody"), _KINDLY)
CHAIN = Kind("chain", _("a chain letter"), _NO_CHAIN, _IT_STOPS)
SPREADING = Kind("spreading", _("words that many have passed on already"), _NO_CHAIN, _IT_STOPS)

KINDS = (
    *(PHONE, MAIL, ADDRESS, BIRTH, ACCOUNT, PASSWORD, LINK, MEETING),
    *(HURTFUL, COARSE, UNKIND, CHAIN, SPREADING),
)
