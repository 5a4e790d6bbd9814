"""Who may write to whom: sender × recipient × relation × rule × exception, cell by cell.

What is expected is worked out in `facts` from plain facts, without a query; `worlds` holds the rules
and exceptions. A new exception is a function there.
"""

from itertools import product

import pytest

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import ContactRule, Membership, User
from accounts.querysets import MembershipQuerySet
from contacts.policies import can_send
from contacts.reach import can_write_to, reached_by
from tests.cast import Cast
from tests.contacts.facts import REACHES, people_of_the_school, relation
from tests.contacts.worlds import EXCEPTIONS, RULES, World
from tests.factories.accounts import ContactRuleFactory, GuardianshipFactory, MembershipFactory

RELATIONS = {"self", "own family", "same class", "other family", "other class", "none"}


def sends(by: Membership, people: MembershipQuerySet) -> MembershipQuerySet:
    """To whom a message would go now: a freeze hides nobody, it keeps one from sending."""
    return people if can_send(by) else people.none()


def found(world: World) -> set[tuple[str, str]]:
    """Who reaches whom, asked once for each sender, in the school and beyond it."""
    parts = {person.pk: part for part, person in world.people.items()}
    return {
        (sender, parts.get(recipient, "somebody of another school"))
        for sender, by in world.people.items()
        for recipient in sends(by, reached_by(by)).values_list("pk", flat=True)
    }


@pytest.mark.parametrize("exception", EXCEPTIONS)
@pytest.mark.parametrize("rules", RULES)
def test_one_reaches_whom_the_facts_say_and_nobody_else(
    cast: Cast, rules: str, exception: str
) -> None:
    world = World(cast, rules)
    EXCEPTIONS[exception](world)
    reached, expected = found(world), world.facts.allowed()
    assert (reached - expected, expected - reached) == (set(), set())


@pytest.mark.parametrize("exception", ["none", "blocked", "refused"])
@pytest.mark.parametrize("rules", ["usual", "class to class", "ended project"])
def test_asking_for_one_answers_as_asking_for_all(cast: Cast, rules: str, exception: str) -> None:
    world = World(cast, rules)
    EXCEPTIONS[exception](world)
    one_by_one = {
        (sender, recipient)
        for (sender, by), (recipient, to) in product(world.people.items(), repeat=2)
        if can_send(by) and can_write_to(by, to)
    }
    assert one_by_one == found(world)


def test_the_other_school_is_reached_by_nobody(cast: Cast) -> None:
    world = World(cast, "everybody within class")
    theirs = {each.pk for each in cast.other.people.values()}
    for by in world.people.values():
        assert not reached_by(by).filter(pk__in=theirs).exists()
    assert not can_write_to(cast.parent_in_both, cast.other.teacher)


def test_who_is_two_things_sees_by_the_rules_and_classes_of_each_apart(cast: Cast) -> None:
    """A teacher of CM1 with a child in CE2 is no teacher of CE2."""
    as_parent = MembershipFactory(
        school=cast.school, user=cast.teacher.user, profile=Profile.PARENT
    )
    GuardianshipFactory(school=cast.school, guardian=as_parent, student=cast.sibling)
    sync_groups(cast.school.pk)
    ContactRule.objects.of_school(cast.school.pk).delete()
    rule = ContactRuleFactory(
        school=cast.school,
        from_group=cast.group("school", "teacher"),
        to_group=cast.group("school", "parent"),
        within="class",
    )
    user = User.objects.get(pk=cast.teacher.user_id)
    seen = Membership.objects.visible_to(user)
    assert cast.ce2_teacher in seen and cast.ce2_parent not in seen
    ContactRule.objects.filter(pk=rule.pk).update(within="")
    assert cast.ce2_parent in Membership.objects.visible_to(user)


def test_the_table_has_every_cell() -> None:
    """Each profile with each, in each relation the two can have, under each reach of a rule."""
    people = people_of_the_school()
    met = {
        (one.profile, other.profile, relation(one, other))
        for one, other in product(people.values(), repeat=2)
    }
    assert {(one, other) for one, other, _ in met} == set(product(Profile, repeat=2))
    assert {how for _one, _other, how in met} == RELATIONS
    turns = [RULES[f"turn {number}"] for number in range(len(REACHES))]
    for cells in zip(*turns, strict=True):
        assert {cell.reach for cell in cells} == set(REACHES)
        assert len({(cell.sender, cell.recipient) for cell in cells}) == 1
