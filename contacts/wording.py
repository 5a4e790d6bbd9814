"""Contact rules and what they bring about, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from accounts.choices import GroupKind, Profile
from accounts.models import Group
from contacts.effects import Effect, Pairs, Proposal
from contacts.table import NOBODY, PLURALS, words_for

EVERYBODY = gettext_lazy("everybody")
_COUNTED: Mapping[str, Callable[[int], str]] = {
    Profile.STUDENT: lambda n: ngettext("%(n)s student", "%(n)s students", n),
    Profile.PARENT: lambda n: ngettext("%(n)s parent", "%(n)s parents", n),
    Profile.TEACHER: lambda n: ngettext("%(n)s teacher", "%(n)s teachers", n),
    Profile.STAFF: lambda n: ngettext("%(n)s member of staff", "%(n)s members of staff", n),
    Profile.GUEST: lambda n: ngettext("%(n)s guest", "%(n)s guests", n),
    "": lambda n: ngettext("%(n)s person", "%(n)s people", n),
}


class HasEnds(Protocol):
    """A rule, a change or a proposal."""

    @property
    def from_group(self) -> Group: ...
    @property
    def to_group(self) -> Group: ...


@dataclass(frozen=True)
class Told:
    """An effect: what it newly allows and what it takes away, empty where it is nothing."""

    gained: str
    lost: str


def ends(of: HasEnds) -> str:
    """From whom to whom, as the table has it: "Students → Teachers"; or the names of the groups."""
    if _of_table(of):
        return f"{PLURALS[of.from_group.profile]} → {PLURALS[of.to_group.profile]}"
    if of.from_group == of.to_group:
        return _("%(group)s, among themselves") % {"group": of.from_group.label}
    return f"{of.from_group.label} → {of.to_group.label}"


def limit(of: HasEnds, within: str | None) -> StrOrPromise:
    """Whom of those at the other end it means."""
    if _of_table(of):
        return words_for(of.from_group.profile, of.to_group.profile, within)
    return NOBODY if within is None else EVERYBODY


def told(proposal: Proposal, effect: Effect) -> Told:
    gained, lost = effect
    could = ngettext(
        "%(senders)s could newly write to %(recipients)s (%(pairs)s).",
        "%(senders)s could newly write to %(recipients)s (%(pairs)s).",
        gained.senders,
    )
    could_not = ngettext(
        "%(senders)s could no longer write to %(recipients)s (%(pairs)s).",
        "%(senders)s could no longer write to %(recipients)s (%(pairs)s).",
        lost.senders,
    )
    return Told(_said(could, proposal, gained), _said(could_not, proposal, lost))


def _said(sentence: str, proposal: Proposal, pairs: Pairs) -> str:
    counted = ngettext("%(n)s pair of people", "%(n)s pairs of people", pairs.pairs)
    words = {
        "senders": _people(proposal.from_group, pairs.senders),
        "recipients": _people(proposal.to_group, pairs.recipients),
        "pairs": counted % {"n": _number(pairs.pairs)},
    }
    return sentence % words if pairs.pairs else ""


def _people(group: Group, number: int) -> str:
    people = _COUNTED[group.profile](number) % {"n": _number(number)}
    if group.kind == GroupKind.SCHOOL:
        return people
    whole = group.school_class.name if group.school_class else group.name
    return _("%(people)s of %(group)s") % {"people": people, "group": whole}


def _number(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def _of_table(of: HasEnds) -> bool:
    ends = (of.from_group, of.to_group)
    return all(each.kind == GroupKind.SCHOOL and each.profile for each in ends)
