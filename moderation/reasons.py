"""Why something is reported, in the words of whoever taps it.

Which rule of a charter each is about, `charters.rules` says.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """In the order in which they are offered."""

    SAFETY = "safety", _("Somebody is in danger, or I am afraid")
    MEETING = "meeting", _("Somebody wants to meet me or know where I live")
    VIOLENT = "violent", _("It is violent or frightening")
    UNSUITABLE = "unsuitable", _("It is not for children")
    UNKIND = "unkind", _("It is unkind or hurts somebody")
    PRIVATE = "private", _("It tells something private, or shows somebody")
    PRETENDING = "pretending", _("Somebody pretends to be somebody else")
    CHAIN = "chain", _("It asks to be passed on")
    OTHER = "other", _("Something else")


SEVERITY: Mapping[str, int] = {
    Reason.SAFETY: 5,
    Reason.MEETING: 4,
    Reason.VIOLENT: 3,
    Reason.UNSUITABLE: 3,
    Reason.UNKIND: 2,
    Reason.PRIVATE: 2,
    Reason.PRETENDING: 2,
    Reason.CHAIN: 1,
    Reason.OTHER: 1,
}

# What who reads little chooses among.
FEW = frozenset({Reason.SAFETY, Reason.VIOLENT, Reason.UNKIND, Reason.PRIVATE, Reason.OTHER})
