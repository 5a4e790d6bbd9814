"""What is done by hand looks only at those concerned: it leaves the groups as looking at the whole
school would.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions.classes import create_class, edit_class, enrol
from accounts.actions.families import link_guardian, unlink_guardian
from accounts.actions.people import add_person, add_profile, edit_person
from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Group, GroupMember, Membership, NameWord, SchoolClass
from accounts.policies import can_also_be, can_be_guardian
from retention.actions.close import close_accounts, reopen_account
from tests.cast import Cast

PEOPLE = ("student", "sibling", "classmate", "mother", "father", "ce2_parent", "teacher", "staff")
steps = st.tuples(
    st.sampled_from(
        ["add", "also", "rename", "move", "besides", "teach", "found", "link", "unlink", "shut"]
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    st.booleans(),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(done=st.lists(steps, min_size=1, max_size=6))
def test_the_groups_are_as_the_whole_roll_says(cast: Cast, done: list[Any]) -> None:
    with transaction.atomic():
        for step, one, other, first in done:
            room = cast.cm1 if first else cast.ce2
            DO[step](cast, as_now(cast, one), as_now(cast, other), room)
            kept = state(cast)
            sync_groups(cast.school.pk)
            assert state(cast) == kept, step
        transaction.set_rollback(True)


def as_now(cast: Cast, part: str) -> Membership:
    return Membership.objects.get(pk=cast.people[part].pk)


def state(cast: Cast) -> list[Any]:
    of_school = {"school": cast.school}
    return [
        set(GroupMember.objects.filter(**of_school).values_list("group", "membership")),
        set(Group.objects.filter(**of_school).values_list("pk", flat=True)),
        set(NameWord.objects.filter(**of_school).values_list("membership", "word")),
    ]


def add(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    add_person(
        cast.administrator,
        school=cast.school,
        first_name="Io",
        last_name="Étoile",
        profile=Profile(one.profile),
        classes=[room] if one.profile in (Profile.STUDENT, Profile.TEACHER) else [],
    )


def also(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    if can_also_be(one, Profile(other.profile)):
        add_profile(cast.administrator, membership=one, profile=Profile(other.profile))


def rename(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    names = {"first_name": other.user.first_name, "last_name": "de la " + room.name}
    edit_person(cast.administrator, membership=one, birth_date=None, email="", **names)


def move(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    enrol(cast.administrator, memberships=[one, other], classes=[room])


def besides(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    enrol(cast.administrator, memberships=[one], classes=[room], instead=False)


def teach(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    teachers = [each for each in (one, other) if each.profile == Profile.TEACHER]
    edit_class(
        cast.administrator, school_class=room, name="CP", level="", colour=1, teachers=teachers
    )


def found(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    made = create_class(
        cast.administrator, name=f"Of {SchoolClass.objects.count()}", level="", colour=2
    )
    enrol(cast.administrator, memberships=[one], classes=[made])


def link(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    if can_be_guardian(one, other):
        link_guardian(cast.administrator, guardian=one, student=other)


def unlink(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    unlink_guardian(cast.administrator, guardian=one, student=other)


def shut(cast: Cast, one: Membership, other: Membership, room: SchoolClass) -> None:
    """Or open again."""
    if one.is_closed:
        reopen_account(cast.administrator, membership=one, reason="Back")
    else:
        close_accounts(cast.administrator, memberships=[one, other], reason="Gone")


DO: dict[str, Callable[[Cast, Membership, Membership, SchoolClass], None]] = {
    each.__name__: each
    for each in (add, also, rename, move, besides, teach, found, link, unlink, shut)
}
