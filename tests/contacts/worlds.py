"""Schools with other rules, and what may stand in the way: as facts, and as rows of the program."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import ContactRule, Group, GroupMember, Membership
from core import clock
from tests.cast import Cast
from tests.contacts.facts import (
    ALONE,
    BROUGHT,
    CLASS,
    FAMILY,
    REACHES,
    SAME_PERSON,
    SCHOOL,
    Facts,
    Place,
    Rule,
    people_of_the_school,
)
from tests.factories.accounts import (
    ContactRuleFactory,
    GroupFactory,
    GroupMemberFactory,
    GuardianshipFactory,
    MembershipFactory,
)
from tests.factories.contacts import FreezeFactory, RefusalFactory

WITHIN = {SCHOOL: "", CLASS: "class", FAMILY: "family"}
IN_PROJECT = {"student", "ce2_teacher", "father", "guest", BROUGHT}
# One of each profile, and not those everything else is about.
CONCERNED = {"classmate", "mother", "teacher", "staff", "guest"}


def matrix(reach: Callable[[int, int], str]) -> list[Rule]:
    """A rule for each profile and profile, as far as this says by their numbers."""
    return [
        Rule(Place("school", profile=mine), Place("school", profile=theirs), reach(i, j))
        for (i, mine), (j, theirs) in product(enumerate(Profile), repeat=2)
    ]


def usual() -> list[Rule]:
    """The table of the issue: student, parent, teacher, staff and guest, to each of them."""
    told = """
        class  family class  -      -
        family -      class  school -
        school school school school -
        school school school school -
        -      -      -      -      -
    """
    rows = [line.split() for line in told.strip().splitlines()]
    return matrix(lambda i, j: rows[i][j])


def _turned(turn: int) -> list[Rule]:
    """In four turns each cell takes each of the four reaches, among others that differ from it."""
    return matrix(lambda i, j: REACHES[(i + 2 * j + turn) % len(REACHES)])


_STUDENTS = Place("school", profile=Profile.STUDENT)
_OF_CM1 = Place("class", "cm1", Profile.STUDENT)
_OF_CE2 = Place("class", "ce2", Profile.STUDENT)
_PROJECT = Place("project", "theatre")
_OTHER_PROJECT = Place("project", "garden")

RULES = {
    "usual": usual(),
    **{f"turn {turn}": _turned(turn) for turn in range(len(REACHES))},
    "no rule": [],
    "class to class": [*usual(), Rule(_OF_CM1, _OF_CE2)],
    "whole class to guests": [Rule(Place("class", "cm1"), Place("school", profile=Profile.GUEST))],
    "everybody within class": [Rule(Place("school"), Place("school"), CLASS)],
    "class to the school within class": [Rule(_OF_CM1, _STUDENTS, CLASS)],
    "school to a class within class": [Rule(_STUDENTS, _OF_CE2, CLASS)],
    "family to a class within family": [Rule(Place("school"), _OF_CM1, FAMILY)],
    "project": [*usual(), Rule(_PROJECT, _PROJECT)],
    "project to class": [Rule(_PROJECT, _OF_CM1), Rule(_OF_CE2, _PROJECT)],
    "ended project": [*usual(), Rule(_OTHER_PROJECT, _OTHER_PROJECT)],
    "to an ended project": [Rule(_STUDENTS, _OTHER_PROJECT)],
    "from an ended project": [Rule(_OTHER_PROJECT, _STUDENTS)],
}


class World:
    """The facts, and a school of the program where they are so."""

    def __init__(self, cast: Cast, rules: str) -> None:
        self.school = cast.school
        self.people: dict[str, Membership] = {**cast.people, **_people_beside(cast)}
        sync_groups(cast.school.pk)
        self.facts = Facts(
            rules=RULES[rules],
            people=people_of_the_school(),
            projects={"theatre": {*IN_PROJECT}, "garden": {*IN_PROJECT}},
            ended={"garden"},
        )
        self.projects = {
            "theatre": self._project(ends_at=clock.now() + timedelta(days=1)),
            "garden": self._project(ends_at=clock.now()),
        }
        self.classes = {"cm1": cast.cm1, "ce2": cast.ce2}
        ContactRule.objects.of_school(cast.school.pk).delete()
        for rule in self.facts.rules:
            if rule.reach in WITHIN:
                self._write(rule)

    def group(self, place: Place) -> Group:
        if place.kind == "project":
            return self.projects[place.of]
        return Group.objects.get(
            school=self.school,
            kind=place.kind,
            profile=place.profile,
            school_class=self.classes.get(place.of),
        )

    def _write(self, rule: Rule) -> None:
        ContactRuleFactory(
            school=self.school,
            from_group=self.group(rule.sender),
            to_group=self.group(rule.recipient),
            within=WITHIN[rule.reach],
        )

    def _project(self, **values: Any) -> Group:
        project: Group = GroupFactory(school=self.school, **values)
        for part in IN_PROJECT:
            person = self.people[part]
            GroupMemberFactory(school=self.school, group=project, membership=person)
        return project


def _people_beside(cast: Cast) -> dict[str, Membership]:
    school = cast.school
    people = {
        part: MembershipFactory(school=school, profile=profile) for part, profile in ALONE.items()
    }
    as_parent = MembershipFactory(school=school, user=cast.teacher.user, profile=Profile.PARENT)
    GuardianshipFactory(school=school, guardian=as_parent, student=cast.ce2_student)
    brought = MembershipFactory(
        school=school,
        profile=Profile.GUEST,
        home=cast.other.school,
        home_profile=Profile.STUDENT,
    )
    return {**people, SAME_PERSON: as_parent, BROUGHT: brought}


def nothing(world: World) -> None:
    pass


def blocked(world: World) -> None:
    _set(world, blocked_at=clock.now(), blocked_until=clock.now() + timedelta(days=1))
    world.facts.out_of_use |= CONCERNED


def block_over(world: World) -> None:
    _set(world, blocked_at=clock.now() - timedelta(days=2), blocked_until=clock.now())


def closed(world: World) -> None:
    """Also before anybody looked at the groups again."""
    _set(world, closed_at=clock.now())
    world.facts.out_of_use |= CONCERNED


def removed(world: World) -> None:
    """From each project, which had only just been theirs."""
    here = {"student", "guest"}
    ids = [world.people[part].pk for part in here]
    GroupMember.objects.filter(group__in=world.projects.values(), membership__in=ids).delete()
    for members in world.facts.projects.values():
        members.difference_update(here)


def refused(world: World) -> None:
    """By one of two; neither reaches the other."""
    for by, of in (("student", "classmate"), ("lone_student", "student")):
        RefusalFactory(school=world.school, by=world.people[by], of=world.people[of])
        world.facts.refusals.add(frozenset({by, of}))


def frozen(world: World) -> None:
    profiles = {Profile.STUDENT, Profile.STAFF}
    FreezeFactory(school=world.school, profiles=sorted(profiles))
    world.facts.frozen |= profiles


def freeze_over(world: World) -> None:
    FreezeFactory(school=world.school, profiles=Profile.values, until=clock.now())
    FreezeFactory(school=world.school, profiles=Profile.values, ended_at=clock.now())


EXCEPTIONS: dict[str, Callable[[World], None]] = {
    "none": nothing,
    "blocked": blocked,
    "a block that is over": block_over,
    "closed": closed,
    "removed from the group": removed,
    "refused": refused,
    "frozen": frozen,
    "a freeze that is over": freeze_over,
}


def _set(world: World, **values: Any) -> None:
    ids = [world.people[part].pk for part in CONCERNED]
    Membership.objects.filter(pk__in=ids).update(**values)
