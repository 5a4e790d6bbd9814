"""What somebody may do follows from what was decided about them, in whatever order that came."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import Profile, Sending
from accounts.models import Membership
from core import clock
from moderation.actions.block import block_person, unblock_person
from moderation.actions.decide import decide
from moderation.actions.profile_blocks import (
    begin_profile_block,
    end_profile_block,
    follow_profile_blocks,
)
from moderation.actions.undo import end_measures, undo_decision
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, Decision, ProfileBlock
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.moderation import CaseFactory

BEGINNING = datetime.fromisoformat("2026-01-12T09:00:00+00:00")
# The last two are one person.
PEOPLE = ("classmate", "parent", "teacher")
LENGTHS = (timedelta(days=1), timedelta(days=3), timedelta(days=9))


@dataclass
class Held:
    """One thing that was decided, as a child would write it down."""

    user: int
    what: str  # "block", or what may not be sent
    until: datetime | None
    decision: int
    ended: bool = False

    @property
    def holds(self) -> bool:
        return not self.ended and (self.until is None or self.until > clock.now())


class World:
    """A school in which things are decided, and what somebody who does nothing clever knows of it."""

    def __init__(self, cast: Cast) -> None:
        teacher = MembershipFactory(
            school=cast.school, user=cast.parent_in_both.user, profile=Profile.TEACHER
        )
        self.by = cast.administrator
        self.people: dict[str, Membership] = {
            "classmate": cast.classmate,
            "parent": cast.parent_in_both,
            "teacher": teacher,
        }
        self.held: list[Held] = []
        self.shut_out: list[tuple[ProfileBlock, str]] = []

    def block(self, part: str, length: timedelta | None, _what: list[str]) -> None:
        until = clock.now() + length if length else None
        person = self.people[part]
        self._end(each for each in self.held if self._is_block_of(each, person))
        made = block_person(self.by, membership=person, grounds=Grounds("…"), until=until)
        self.held.append(Held(person.user_id, MeasureKind.BLOCK, until, made.pk))

    def unblock(self, part: str, _length: timedelta | None, _what: list[str]) -> None:
        person = self.people[part]
        self._end(each for each in self.held if self._is_block_of(each, person))
        unblock_person(self.by, membership=person)

    def restrict(self, part: str, length: timedelta | None, what: list[str]) -> None:
        person, until = self.people[part], clock.now() + (length or LENGTHS[0])
        case = CaseFactory(school=person.school, accused=person)
        wanted = Wanted(MeasureKind.RESTRICT, until=until, restricted_to=tuple(what))
        made = decide(self.by, case=case, seen=0, measures=[wanted], grounds=Grounds("…"))
        self.held += [Held(person.user_id, each, until, made.pk) for each in what]

    def undo(self, part: str, _length: timedelta | None, _what: list[str]) -> None:
        """The first that was decided about them and not taken back."""
        about = Decision.objects.about_person(self.people[part]).filter(undone_at=None)
        decision = about.order_by("pk").first()
        if decision is not None:
            case = Case.objects.get(pk=decision.case_id)
            Case.objects.filter(pk=case.pk).update(desk="administrators")
            undo_decision(self.by, case=case, seen=case.version, decision=decision)
            self._end(each for each in self.held if each.decision == decision.pk)

    def shut(self, part: str, length: timedelta | None, _what: list[str]) -> None:
        """Nobody of their profile comes in."""
        until, profile = clock.now() + length if length else None, self.people[part].profile
        made = begin_profile_block(
            self.by, school=self.by.school, profiles=[profile], reason="…", until=until
        )
        self.shut_out.append((made, profile))

    def open(self, _part: str, _length: timedelta | None, _what: list[str]) -> None:
        if self.shut_out:
            made, _profile = self.shut_out.pop(0)
            end_profile_block(self.by, block=made)

    def sweep(self, *_unused: object) -> None:
        end_measures()
        follow_profile_blocks()

    def _is_block_of(self, held: Held, person: Membership) -> bool:
        return (held.user, held.what) == (person.user_id, MeasureKind.BLOCK)

    def _end(self, going: Iterable[Held]) -> None:
        for each in going:
            each.ended = True

    def expected(self, person: Membership) -> tuple[Any, ...]:
        blocks = [
            each.until for each in self.held if each.holds and self._is_block_of(each, person)
        ]
        for made, profile in self.shut_out:
            if profile == person.profile and (made.until is None or made.until > clock.now()):
                blocks.append(made.until)
        longest: dict[str, datetime] = defaultdict(lambda: BEGINNING)
        for each in self.held:
            if each.holds and each.user == person.user_id and each.until and each.what in Sending:
                longest[each.what] = max(longest[each.what], each.until)
        until = None if None in blocks else max(filter(None, blocks), default=None)
        return bool(blocks), until, dict(longest)


def found(person: Membership) -> tuple[Any, ...]:
    person = Membership.objects.get(pk=person.pk)
    ends = {what: datetime.fromisoformat(until) for what, until in person.restrictions.items()}
    until = person.blocked_until if person.is_blocked else None
    return person.is_blocked, until, {what: end for what, end in ends.items() if end > clock.now()}


steps = st.tuples(
    st.sampled_from(["block", "unblock", "restrict", "undo", "shut", "open", "sweep"]),
    st.sampled_from(PEOPLE),
    st.sampled_from([None, *LENGTHS]),
    st.lists(st.sampled_from([str(each) for each in Sending]), min_size=1, unique=True),
    st.integers(0, 4),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=st.lists(steps, min_size=1, max_size=8))
def test_what_holds_is_what_was_decided_and_is_in_force(cast: Cast, done: list[Any]) -> None:
    with transaction.atomic():
        world, moment = World(cast), BEGINNING
        for step, part, length, what, days in done:
            moment += timedelta(days=days)
            with clock.at(moment):
                getattr(world, step)(part, length, what)
                for person in world.people.values():
                    assert found(person) == world.expected(person), step
        transaction.set_rollback(True)
