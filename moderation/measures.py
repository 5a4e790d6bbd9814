"""What a school can decide, from the mildest to the hardest, and what it says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.models import CharterVersion


class MeasureKind(models.TextChoices):
    NOTHING = "nothing", _("nothing had to be done")
    ADVICE = "advice", _("advice")
    WARNING = "warning", _("a warning")
    REMOVE = "remove", _("removed for everybody")
    RESTRICT = "restrict", _("sends less for a time")
    BLOCK = "block", _("blocked")


def hardest(kinds: Iterable[MeasureKind]) -> MeasureKind:
    return max(kinds, key=list(MeasureKind).index)


@dataclass(frozen=True)
class Wanted:
    """A measure that somebody wants. `things` are the kind and the key of each that is removed."""

    kind: MeasureKind
    until: datetime | None = None
    restricted_to: tuple[str, ...] = ()
    things: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Grounds:
    """Why, in words of those who decide; the rule that was broken, as the version of a charter and
    the number of its line; what to do instead; and whether it counts as a strike.
    """

    reason: str = ""
    rule: tuple[CharterVersion, int] | None = None
    advice: str = ""
    is_strike: bool = False
