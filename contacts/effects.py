"""What a change of the contact rules would newly allow, and what it would take away.

Worked out before anything is written, with the rules that are there and the one that would be. The
people of a school are bits of a number, so that thousands are held against thousands in a moment.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from accounts.choices import GroupKind
from accounts.models import ContactRule, Group, GroupMember, Membership


class Proposal(NamedTuple):
    """What the rule from one group to another would be; `within` is None for none."""

    from_group: Group
    to_group: Group
    within: str | None


class Pairs(NamedTuple):
    """How many write, to how many they do, and in how many pairs of two people."""

    senders: int
    recipients: int
    pairs: int


class Effect(NamedTuple):
    gained: Pairs
    lost: Pairs


class _Rule(NamedTuple):
    to_group: int
    is_of_school: bool
    within: str


class _Tally:
    def __init__(self) -> None:
        self._senders = self._pairs = self._reached = 0

    def add(self, reached: int) -> None:
        """Whom one more sender reaches."""
        self._senders += reached > 0
        self._pairs += reached.bit_count()
        self._reached |= reached

    def pairs(self) -> Pairs:
        return Pairs(self._senders, self._reached.bit_count(), self._pairs)


class Reach:
    """Who reaches whom in a school as it is now; three queries, however much is then proposed."""

    def __init__(self, school_id: int) -> None:
        people = Membership.objects.usable().of_school(school_id).values_list("pk", "user")
        self._numbers = {pk: number for number, (pk, _user) in enumerate(people)}
        self._account = dict(people)
        self._hats: dict[int, list[int]] = defaultdict(list)
        for pk, user in people:
            self._hats[user].append(pk)
        self._members: dict[int, list[int]] = defaultdict(list)
        self._groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for group, kind, profile, person in _members_of(school_id):
            if person in self._numbers:
                self._members[group].append(person)
                self._groups[person].append((group, "" if profile else kind))
        self._rules: dict[int, dict[int, _Rule]] = defaultdict(dict)
        for rule in ContactRule.objects.of_school(school_id).select_related("to_group"):
            self._rules[rule.from_group_id][rule.to_group_id] = _rule(rule.to_group, rule.within)
        self._whole: dict[int, int] = {}

    def effect(self, proposal: Proposal) -> Effect:
        """Of nothing but this; what other rules allow is neither gained nor lost."""
        sender_group = proposal.from_group.pk
        instead = {**self._rules[sender_group]}
        instead.pop(proposal.to_group.pk, None)
        if proposal.within is not None:
            instead[proposal.to_group.pk] = _rule(proposal.to_group, proposal.within)
        gained, lost = _Tally(), _Tally()
        for person in self._members[sender_group]:
            before = self._reached(person, {})
            after = self._reached(person, {sender_group: instead})
            gained.add(after & ~before)
            lost.add(before & ~after)
        return Effect(gained.pairs(), lost.pairs())

    def _reached(self, person: int, instead: dict[int, dict[int, _Rule]]) -> int:
        reached = 0
        for group, _kind in self._groups[person]:
            for rule in instead.get(group, self._rules[group]).values():
                reached |= self._heard(person, rule)
        return reached & ~self._bits(self._hats[self._account[person]])

    def _heard(self, person: int, rule: _Rule) -> int:
        everybody = self._everybody(rule.to_group)
        if not rule.within:
            return everybody
        near = 0
        for group, kind in self._groups[person]:
            if kind == GroupKind.FAMILY == rule.within:
                near |= self._bits(self._members[group])
            elif kind == rule.within:
                near |= self._everybody(group)
        return near & everybody if rule.is_of_school else 0

    def _everybody(self, group: int) -> int:
        """Kept, unlike what families are: there are as many of them as children."""
        if group not in self._whole:
            self._whole[group] = self._bits(self._members[group])
        return self._whole[group]

    def _bits(self, people: Iterable[int]) -> int:
        marks = bytearray(len(self._numbers) // 8 + 1)
        for person in people:
            number = self._numbers[person]
            marks[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(marks, "little")


def _rule(to_group: Group, within: str) -> _Rule:
    return _Rule(to_group.pk, to_group.kind == GroupKind.SCHOOL, within)


def _members_of(school_id: int) -> Iterable[tuple[int, str, str, int]]:
    running = GroupMember.objects.filter(school=school_id, group__in=Group.objects.going_on())
    return running.values_list("group", "group__kind", "group__profile", "membership")
