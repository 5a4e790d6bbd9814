"""What is told before a change is what it then does, of everybody of a school."""

from itertools import product

import pytest
from django.utils import translation

from accounts.choices import Profile
from contacts.actions.rules import set_rule
from contacts.effects import Pairs, Proposal, Reach
from contacts.reach import reached_by
from contacts.table import limits_for
from contacts.wording import told
from tests.cast import Cast
from tests.contacts.facts import Place
from tests.contacts.worlds import EXCEPTIONS, World

Reached = set[tuple[int, int]]


def reached(world: World) -> Reached:
    return {
        (by.pk, to)
        for by in world.people.values()
        for to in reached_by(by).values_list("pk", flat=True)
    }


def counted(pairs: Reached) -> Pairs:
    return Pairs(len({one for one, _ in pairs}), len({other for _, other in pairs}), len(pairs))


def proposals(world: World) -> list[Proposal]:
    """One for each cell that can be limited, and a few between other groups."""
    of = {profile: world.group(Place("school", profile=profile)) for profile in Profile}
    cm1, ce2 = (world.group(Place("class", name, Profile.STUDENT)) for name in ("cm1", "ce2"))
    cells = [
        Proposal(of[mine], of[theirs], limits_for(mine, theirs)[turn % 2 - 1])
        for turn, (mine, theirs) in enumerate(product(Profile, repeat=2))
    ]
    theatre, garden = world.projects["theatre"], world.projects["garden"]
    others = [(cm1, ce2), (theatre, theatre), (cm1, theatre), (garden, garden)]
    return [*cells, *(Proposal(one, other, "") for one, other in others)]


@pytest.mark.parametrize("exception", ["none", "blocked", "closed"])
@pytest.mark.parametrize("rules", ["usual", "turn 1"])
def test_a_change_does_what_it_said(cast: Cast, rules: str, exception: str) -> None:
    """One after the other, each on what the former left."""
    world = World(cast, rules)
    EXCEPTIONS[exception](world)
    before = reached(world)
    for proposal in proposals(world)[:: 3 if exception != "none" else 1]:
        effect = Reach(world.school.pk).effect(proposal)
        set_rule(cast.administrator, **proposal._asdict())
        after = reached(world)
        assert effect.gained == counted(after - before), proposal
        assert effect.lost == counted(before - after), proposal
        before = after


def test_what_another_rule_allows_is_neither_gained_nor_lost(cast: Cast) -> None:
    cm1, teachers = cast.group("class", "student", of=cast.cm1), cast.group("school", "teacher")
    reach = Reach(cast.school.pk)
    assert reach.effect(Proposal(teachers, cm1, "")).gained == Pairs(0, 0, 0)
    allowing = Proposal(cm1, cast.group("class", "student", of=cast.ce2), "")
    assert reach.effect(allowing).gained == Pairs(2, 2, 4)


@translation.override("en")
def test_an_effect_is_told_in_words(cast: Cast) -> None:
    cm1, ce2 = (cast.group("class", "student", of=each) for each in (cast.cm1, cast.ce2))
    proposal = Proposal(cm1, ce2, "")
    said = told(proposal, Reach(cast.school.pk).effect(proposal))
    expected = "2 students of CM1 could newly write to 2 students of CE2 (4 pairs of people)."
    assert (said.gained, said.lost) == (expected, "")
    none = Proposal(cast.group("school", "student"), cast.group("school", "teacher"), None)
    said = told(none, Reach(cast.school.pk).effect(none))
    expected = "4 students could no longer write to 2 teachers (4 pairs of people)."
    assert (said.gained, said.lost) == ("", expected)


def test_a_school_is_read_once_however_much_is_proposed(
    cast: Cast, django_assert_num_queries: object
) -> None:
    groups = [cast.group("school", profile) for profile in Profile]
    with django_assert_num_queries(3):  # type: ignore[operator]
        reach = Reach(cast.school.pk)
        for mine, theirs in product(groups, repeat=2):
            reach.effect(Proposal(mine, theirs, ""))
