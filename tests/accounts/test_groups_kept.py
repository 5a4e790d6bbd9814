"""What is done by hand looks only at those concerned: it leaves the groups as looking at the whole
school would.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import classes, families
from accounts.actions.classes import create_class, edit_class, enrol
from accounts.actions.families import link_guardian, unlink_guardian
from accounts.actions.people import add_person, add_profile, edit_person
from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Group, GroupMember, Membership, NameWord, SchoolClass
from accounts.policies import can_also_be, can_be_guardian
from core import wall
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [0, 1])
def test_two_changes_at_once_miss_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    """A parent is linked to a child while the child comes into another class."""
    both_done, one_kept = Barrier(2), Event()

    def keep(turn: int, school_id: int, *, of: Iterable[int]) -> None:
        both_done.wait(10)
        if turn != first:
            # Late, but not so late that the other has committed.
            one_kept.wait(10)
        else:
            one_kept.set()
        sync_groups(school_id, of=of)

    monkeypatch.setattr(families, "sync_groups", partial(keep, 0))
    monkeypatch.setattr(classes, "sync_groups", partial(keep, 1))
    by, child, parent = cast.administrator, cast.student, cast.parent_in_both
    changes: list[Callable[[], object]] = [
        partial(link_guardian, by, guardian=parent, student=child),
        partial(enrol, by, memberships=[child], classes=[cast.ce2], instead=False),
    ]

    def change(number: int) -> None:
        try:
            with wall.within(cast.school.pk):
                changes[number]()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(change, range(2)))
    parents = cast.group("class", "parent", of=cast.ce2)
    assert GroupMember.objects.filter(group=parents, membership=parent).exists()


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
        cast.administrator, school_class=room, name=room.name, level="", colour=1, teachers=teachers
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
