"""What an administrator may change, each with what it would bring about."""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from accounts.models import ContactRule, Group
from accounts.usual_rules import USUAL_RULES
from contacts.effects import Proposal, Reach
from contacts.table import limits_for
from contacts.wording import Told, limit, told


@dataclass(frozen=True)
class Option:
    """One of what a cell may say; nothing is told of the one that it says now."""

    value: str
    words: StrOrPromise
    is_now: bool
    is_usual: bool
    told: Told | None


@dataclass(frozen=True)
class Change:
    """One rule that would become another, or none."""

    from_group: Group
    to_group: Group
    before: str | None
    after: str | None
    told: Told


def options_of(from_group: Group, to_group: Group) -> list[Option]:
    """What the cell between two profiles may say."""
    now = ContactRule.objects.between(from_group, to_group).values_list("within", flat=True).first()
    reach = Reach(from_group.school_id)
    return [
        Option(
            value=value_of(within),
            words=limit(proposal, within),
            is_now=within == now,
            is_usual=within == _usual(from_group, to_group),
            told=None if within == now else told(proposal, reach.effect(proposal)),
        )
        for within in limits_for(from_group.profile, to_group.profile)
        for proposal in [Proposal(from_group, to_group, within)]
    ]


def told_of(proposal: Proposal) -> Told:
    return told(proposal, Reach(proposal.from_group.school_id).effect(proposal))


def changes_to_usual(school_id: int) -> tuple[list[Change], list[Change]]:
    """Those of the table, and those that take the custom rules away."""
    reach = Reach(school_id)
    groups = Group.objects.of_profiles(school_id)
    rules = ContactRule.objects.of_school(school_id)
    now = {(rule.from_group_id, rule.to_group_id): rule.within for rule in rules.cells()}
    table = [
        _change(reach, mine, theirs, now.get((mine.pk, theirs.pk)), _usual(mine, theirs))
        for mine in groups
        for theirs in groups
        if now.get((mine.pk, theirs.pk)) != _usual(mine, theirs)
    ]
    custom = [
        _change(reach, rule.from_group, rule.to_group, rule.within, None)
        for rule in rules.custom().with_groups()
    ]
    return table, custom


def value_of(within: str | None) -> str:
    """As a form says it: nobody and everybody would both be empty."""
    return _VALUES.get(within, within or "")


def within_of(value: str) -> str | None:
    return {said: within for within, said in _VALUES.items()}.get(value, value)


_VALUES: dict[str | None, str] = {None: "nobody", "": "everybody"}


def _usual(from_group: Group, to_group: Group) -> str | None:
    return USUAL_RULES.get((from_group.profile, to_group.profile))


def _change(
    reach: Reach, from_group: Group, to_group: Group, before: str | None, after: str | None
) -> Change:
    proposal = Proposal(from_group, to_group, after)
    return Change(from_group, to_group, before, after, told(proposal, reach.effect(proposal)))
