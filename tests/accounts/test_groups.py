"""The automatic groups follow the roll, compared with the same rules in plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import GroupKind, Profile
from accounts.groups import sync_groups
from accounts.models import (
    ContactRule,
    Enrolment,
    Group,
    GroupMember,
    Guardianship,
    Membership,
    School,
)
from core import clock, wall
from tests.cast import Cast
from tests.factories.accounts import (
    ClassFactory,
    EnrolmentFactory,
    GroupFactory,
    GroupMemberFactory,
    MembershipFactory,
    SchoolFactory,
)

PEOPLE = 8
CLASSES = 2
Address = tuple[str, str, int | None, int | None]  # kind, profile, class, person


@dataclass
class Roll:
    """Who is closed, who is in which class, who is responsible for whom; people are numbers."""

    closed: set[int]
    enrolments: set[tuple[int, int]]
    guardians: set[tuple[int, int]]


people = st.integers(0, PEOPLE - 1)
rolls = st.builds(
    Roll,
    closed=st.sets(people, max_size=3),
    enrolments=st.sets(st.tuples(people, st.integers(0, CLASSES - 1))),
    guardians=st.sets(st.tuples(people, people), max_size=8),
)
profiles = st.lists(st.sampled_from(list(Profile)), min_size=PEOPLE, max_size=PEOPLE)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(profiles=profiles, before=rolls, after=rolls)
def test_the_groups_follow_the_roll(
    db: None, profiles: list[Profile], before: Roll, after: Roll
) -> None:
    with transaction.atomic():
        school = SchoolFactory()
        with wall.within(school.pk):
            members: list[Membership] = [
                MembershipFactory(school=school, profile=profile) for profile in profiles
            ]
            classes = [ClassFactory(school=school).pk for _ in range(CLASSES)]
            families: set[int] = set()
            for roll in (before, after):
                write(school, members, classes, roll)
                sync_groups(school.pk)
                families |= {
                    member.pk
                    for number, member in enumerate(members)
                    if member.profile == Profile.STUDENT and number not in roll.closed
                }
                assert found(school) == expected(members, classes, roll, families)
        transaction.set_rollback(True)


def write(school: School, members: list[Membership], classes: list[int], roll: Roll) -> None:
    Enrolment.objects.filter(school=school).delete()
    Guardianship.objects.filter(school=school).delete()
    for number, member in enumerate(members):
        member.closed_at = clock.now() if number in roll.closed else None
    Membership.objects.bulk_update(members, ["closed_at"])
    Enrolment.objects.bulk_create(
        Enrolment(school=school, membership=members[person], school_class_id=classes[number])
        for person, number in roll.enrolments
        if members[person].profile in {Profile.STUDENT, Profile.TEACHER}
    )
    Guardianship.objects.bulk_create(
        Guardianship(school=school, guardian=members[guardian], student=members[student])
        for guardian, student in roll.guardians
        if is_guardian_of(members[guardian], members[student])
    )


def is_guardian_of(guardian: Membership, student: Membership) -> bool:
    return guardian.profile == Profile.PARENT and student.profile == Profile.STUDENT


def found(school: School) -> dict[Address, set[int]]:
    groups: dict[Address, set[int]] = {}
    for group in Group.objects.filter(school=school):
        members = GroupMember.objects.filter(group=group).values_list("membership", flat=True)
        address = (group.kind, group.profile, group.school_class_id, group.person_id)
        groups[address] = set(members)
    return groups


def expected(
    members: list[Membership], classes: list[int], roll: Roll, families: set[int]
) -> dict[Address, set[int]]:
    groups = {address: set[int]() for address in addresses(classes, families)}
    for number, member in enumerate(members):
        if number not in roll.closed:
            for address in addresses_of(number, members, classes, roll):
                if address in groups:
                    groups[address].add(member.pk)
    return groups


def addresses(classes: list[int], families: set[int]) -> Iterator[Address]:
    for profile in ("", *Profile):
        yield "school", profile, None, None
    for school_class in classes:
        for profile in ("", Profile.STUDENT, Profile.PARENT, Profile.TEACHER):
            yield "class", profile, school_class, None
    for child in families:
        yield "family", "", None, child


def addresses_of(
    number: int, members: list[Membership], classes: list[int], roll: Roll
) -> Iterator[Address]:
    children = {
        child
        for guardian, child in roll.guardians
        if guardian == number and is_guardian_of(members[guardian], members[child])
    } - roll.closed
    for profile in ("", members[number].profile):
        yield "school", profile, None, None
        for person, school_class in enrolled(members, roll):
            if person == number or person in children:
                yield "class", profile, classes[school_class], None
    for child in {number} | children:
        yield "family", "", None, members[child].pk


def enrolled(members: list[Membership], roll: Roll) -> Iterator[tuple[int, int]]:
    for person, number in roll.enrolments:
        if members[person].profile in {Profile.STUDENT, Profile.TEACHER}:
            yield person, number


def test_leaving_a_class_takes_its_groups_away_from_the_family_too(cast: Cast) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    Enrolment.objects.filter(membership=cast.student).delete()
    sync_groups(cast.school.pk)
    left = set(GroupMember.objects.filter(group=parents).values_list("membership", flat=True))
    assert left == {cast.parent_in_both.pk}


def test_the_roll_says_nothing_of_projects(cast: Cast) -> None:
    project = GroupFactory(school=cast.school)
    GroupMemberFactory(school=cast.school, group=project, membership=cast.mother)
    sync_groups(cast.school.pk)
    assert GroupMember.objects.filter(group=project).count() == 1


def test_syncing_again_changes_nothing(cast: Cast) -> None:
    def rows() -> set[tuple[int, int]]:
        return set(GroupMember.objects.values_list("pk", "group"))

    before = rows()
    sync_groups(cast.school.pk)
    assert rows() == before


def reach(cast: Cast, sender: Membership) -> set[str]:
    """The parts of everybody the rules let this person write to."""
    heard = set(Membership.objects.hearing_from(sender))
    return {part for part, person in cast.people.items() if person in heard}


STUDENTS = {"student", "classmate", "ce2_student", "sibling"}
PARENTS = {"mother", "father", "parent_in_both", "ce2_parent"}
TEACHERS = {"teacher", "ce2_teacher"}
STAFF = {"staff", "head", "administrator", "senior", "above", "lead", "coordinator"}


@pytest.mark.parametrize(
    ("sender", "recipients"),
    [
        ("student", {"classmate", "teacher", "mother", "father"}),
        ("ce2_student", {"sibling", "ce2_teacher", "ce2_parent"}),
        ("mother", {"student", "sibling", *TEACHERS, *STAFF}),
        ("father", {"student", "teacher", *STAFF}),
        ("teacher", {*STUDENTS, *PARENTS, "ce2_teacher", *STAFF}),
        ("staff", {*STUDENTS, *PARENTS, *TEACHERS, *(STAFF - {"staff"})}),
        ("guest", set()),
    ],
)
def test_who_may_write_to_whom_until_the_school_decides(
    cast: Cast, sender: str, recipients: set[str]
) -> None:
    assert reach(cast, cast.people[sender]) == recipients


def test_a_rule_the_school_took_away_stays_away(cast: Cast) -> None:
    rules = ContactRule.objects.of_school(cast.school.pk)
    rules.filter(from_group=cast.group("school", "teacher")).delete()
    kept = set(rules.values_list("pk", flat=True))
    sync_groups(cast.school.pk)
    assert set(rules.values_list("pk", flat=True)) == kept
    assert reach(cast, cast.teacher) == set()


def test_a_new_class_needs_no_rules(cast: Cast) -> None:
    before = ContactRule.objects.count()
    cp = ClassFactory(school=cast.school, name="CP")
    child, friend, teacher = (
        MembershipFactory(school=cast.school, profile=profile)
        for profile in (Profile.STUDENT, Profile.STUDENT, Profile.TEACHER)
    )
    for person in (child, friend, teacher):
        EnrolmentFactory(school=cast.school, school_class=cp, membership=person)
    sync_groups(cast.school.pk)
    assert set(Membership.objects.hearing_from(child)) == {friend, teacher}
    assert ContactRule.objects.count() == before


def test_groups_of_another_school_are_left_alone(cast: Cast) -> None:
    theirs = GroupMember.objects.filter(school=cast.other.school).count()
    Enrolment.objects.filter(membership=cast.other.student).delete()
    sync_groups(cast.school.pk)
    assert GroupMember.objects.filter(school=cast.other.school).count() == theirs


def test_a_family_is_a_child_and_its_guardians(cast: Cast) -> None:
    family = cast.group(GroupKind.FAMILY, of=cast.student)
    members = set(GroupMember.objects.filter(group=family).values_list("membership", flat=True))
    assert members == {cast.student.pk, cast.mother.pk, cast.father.pk}
