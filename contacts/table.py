"""The table of a school: who may write to whom, by profile, in words read at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile, Within
from accounts.models import ContactRule
from accounts.usual_rules import USUAL_RULES

PLURALS: Mapping[str, StrOrPromise] = {
    Profile.STUDENT: _("Students"),
    Profile.PARENT: _("Parents"),
    Profile.TEACHER: _("Teachers"),
    Profile.STAFF: _("Staff"),
    Profile.GUEST: _("Guests"),
}
NOBODY = _("nobody")
WHOLE_SCHOOL = _("the whole school")

_OF_CLASSES: Mapping[str, StrOrPromise] = {
    Profile.STUDENT: _("own class"),
    Profile.PARENT: _("their children’s classes"),
    Profile.TEACHER: _("own classes"),
}
_OF_FAMILIES: Mapping[tuple[str, str], StrOrPromise] = {
    (Profile.STUDENT, Profile.PARENT): _("own parents"),
    (Profile.PARENT, Profile.STUDENT): _("own children"),
    (Profile.PARENT, Profile.PARENT): _("parents of the same child"),
}

# What stands for the words where there is no room for them.
_SIGNS: Mapping[str | None, str] = {
    Within.FAMILY: "house",
    Within.CLASS: "backpack",
    Within.ALL: "school",
    None: "minus",
}


@dataclass(frozen=True)
class Cell:
    """Whom of one profile those of another may write to; `within` is None for nobody."""

    sender: Profile
    recipient: Profile
    within: str | None

    @property
    def words(self) -> StrOrPromise:
        return words_for(self.sender, self.recipient, self.within)

    @property
    def sign(self) -> str:
        return _SIGNS[self.within]

    @property
    def usual(self) -> str | None:
        return USUAL_RULES.get((self.sender, self.recipient))

    @property
    def is_usual(self) -> bool:
        return self.within == self.usual

    @property
    def recipients(self) -> StrOrPromise:
        return PLURALS[self.recipient]

    @property
    def senders(self) -> StrOrPromise:
        return PLURALS[self.sender]


def table_of(rules: Iterable[ContactRule]) -> list[list[Cell]]:
    """A row for each profile that writes, of a cell for each that is written to."""
    found = {(rule.from_group.profile, rule.to_group.profile): rule.within for rule in rules}
    return [
        [Cell(mine, theirs, found.get((mine, theirs))) for theirs in Profile] for mine in Profile
    ]


def limits_for(sender: str, recipient: str) -> list[str | None]:
    """What a cell may say, the narrowest first: staff and guests have neither class nor family."""
    limits: list[str | None] = [None]
    if (sender, recipient) in _OF_FAMILIES:
        limits.append(Within.FAMILY)
    if sender in _OF_CLASSES and recipient in _OF_CLASSES:
        limits.append(Within.CLASS)
    return [*limits, Within.ALL]


def words_for(sender: str, recipient: str, within: str | None) -> StrOrPromise:
    if within is None:
        return NOBODY
    if within == Within.FAMILY:
        return _OF_FAMILIES[sender, recipient]
    return _OF_CLASSES[sender] if within == Within.CLASS else WHOLE_SCHOOL
