"""Everybody of a profile is out for a time, and nobody is who was blocked for something."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.actions.duties import set_duties
from accounts.actions.people import add_person
from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock, realtime, wall
from moderation.actions.block import block_person, unblock_person
from moderation.actions.profile_blocks import (
    begin_profile_block,
    end_profile_block,
    follow_profile_blocks,
)
from moderation.measures import Grounds
from moderation.models import Notice, ProfileBlock
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory, TermFactory

ClientFor = Callable[[Membership], SchoolClient]
WEEK = timedelta(weeks=1)


def shut(cast: Cast, *profiles: str, until: timedelta | None = WEEK) -> ProfileBlock:
    return begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=profiles,
        reason="Bonnes vacances !",
        until=clock.now() + until if until else None,
    )


def out(cast: Cast) -> set[str]:
    now = {each.pk: each for each in Membership.objects.filter(school=cast.school)}
    return {part for part, person in cast.people.items() if now[person.pk].is_blocked}


def test_it_shuts_out_its_profiles_and_lets_them_in_again(cast: Cast) -> None:
    block = shut(cast, Profile.STUDENT)
    assert out(cast) == {"student", "classmate", "ce2_student", "sibling"}
    end_profile_block(cast.administrator, block=block)
    assert out(cast) == set()


def test_those_who_look_at_reports_always_come_in(cast: Cast) -> None:
    shut(cast, *Profile.values, until=None)
    assert set(cast.people) - out(cast) == {"administrator", "senior", "head", "above", "lead"}


@pytest.mark.parametrize("first", ["cause", "profile"])
@pytest.mark.parametrize("ends", ["by hand", "by itself"])
def test_its_end_lets_nobody_in_who_was_blocked_for_something(
    cast: Cast, first: str, ends: str
) -> None:
    by = cast.administrator
    if first == "cause":
        block_person(by, membership=cast.classmate, grounds=Grounds("…"))
    made = shut(cast, Profile.STUDENT)
    if first == "profile":
        block_person(by, membership=cast.classmate, grounds=Grounds("…"))
    if ends == "by hand":
        end_profile_block(by, block=made)
        assert out(cast) == {"classmate"}
    else:
        with clock.at(clock.now() + WEEK):
            follow_profile_blocks()
            assert out(cast) == {"classmate"}


def test_unblocking_somebody_lets_nobody_in_past_it(cast: Cast) -> None:
    shut(cast, Profile.STUDENT)
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds("…"))
    unblock_person(cast.administrator, membership=cast.classmate)
    assert "classmate" in out(cast)


def test_who_is_something_else_too_comes_in_as_that(cast: Cast) -> None:
    teacher = MembershipFactory(
        school=cast.school, user=cast.parent_in_both.user, profile=Profile.TEACHER
    )
    shut(cast, Profile.PARENT)
    teacher.refresh_from_db()
    assert "parent_in_both" in out(cast) and teacher.is_usable


def test_the_other_school_notices_nothing(cast: Cast) -> None:
    shut(cast, *Profile.values)
    there = Membership.objects.filter(school=cast.other.school)
    assert not there.exclude(blocked_at=None).exists()


def test_whom_the_roll_brings_is_out_too(cast: Cast) -> None:
    made = shut(cast, Profile.STUDENT)
    new = add_person(
        cast.administrator,
        school=cast.school,
        first_name="Zoé",
        last_name="Petit",
        profile=Profile.STUDENT,
    )
    new.refresh_from_db()
    assert new.is_blocked
    end_profile_block(cast.administrator, block=made)
    new.refresh_from_db()
    assert not new.is_blocked


def test_whoever_is_there_is_signed_out_and_the_pages_close_at_once(
    cast: Cast,
    client_for: ClientFor,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = client_for(cast.student)
    assert client.get("/me/").status_code == 200
    sent: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(realtime, "_send", lambda *what: sent.append(what))
    with django_capture_on_commit_callbacks(execute=True):
        shut(cast, Profile.STUDENT)
    assert client.get("/me/").status_code == 302
    thrown = [channels for channels, what in sent if what == {"type": "leave"}]
    assert len(thrown) == 1, "one word to all of them"
    assert f"person.{cast.student.user_id}" in thrown[0]


@pytest.mark.parametrize("part", ["student", "teacher", "head", "senior"])
def test_only_administrators_close_and_open(cast: Cast, client_for: ClientFor, part: str) -> None:
    made = shut(cast, Profile.GUEST)
    by = cast.people[part]
    with pytest.raises(NotAllowed):
        end_profile_block(by, block=made)
    with pytest.raises(NotAllowed):
        begin_profile_block(by, school=cast.school, profiles=["guest"], reason="", until=None)
    with pytest.raises(NotAllowed):
        end_profile_block(cast.other.administrator, block=made)


def test_ended_twice_it_was_ended_once(cast: Cast) -> None:
    made = shut(cast, Profile.STUDENT)
    for _ in range(2):
        end_profile_block(cast.administrator, block=made)
    assert Event.objects.filter(verb="end_profile_block").count() == 1


def page_of(cast: Cast) -> str:
    return reverse("moderation:profile_blocks", args=[cast.school.pk])


def test_from_the_page(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    assert client.post(page_of(cast), {"lasts": "monday"}).status_code == 422
    client.post(page_of(cast), {"profiles": ["student"], "lasts": "open", "reason": "Vacances"})
    made = ProfileBlock.objects.get()
    assert (made.until, made.begun_by) == (None, cast.administrator)
    assert "Vacances" in client.get(page_of(cast)).content.decode()
    client.post(reverse("moderation:end_profile_block", args=[cast.school.pk, made.pk]))
    assert out(cast) == set()


def test_it_lasts_until_the_first_morning_of_the_next_term(
    cast: Cast, client_for: ClientFor
) -> None:
    begins = clock.today() + timedelta(days=12)
    TermFactory(school=cast.school, starts_on=begins, ends_on=begins + WEEK)
    client = client_for(cast.administrator)
    form = client.get(page_of(cast)).context["form"]
    assert (form["lasts"].value(), form["day"].value()) == ("day", begins)
    given = {"profiles": ["student"], "lasts": "day", "reason": "Vacances"}
    for wrong in ("", str(clock.today())):
        assert client.post(page_of(cast), given | {"day": wrong}).status_code == 422
    client.post(page_of(cast), given | {"day": str(begins)})
    until = timezone.localtime(ProfileBlock.objects.get().until)
    assert (until.date(), until.hour) == (begins, 7)


def reminded() -> set[Membership]:
    return {each.reader for each in Notice.objects.filter(kind=Notice.Kind.CLOSING)}


def test_one_without_an_end_reminds_administrators_on_each_school_day(cast: Cast) -> None:
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)
    with clock.at(friday):
        made = shut(cast, Profile.STUDENT, until=None)
        shut(cast, Profile.PARENT)
    said: list[datetime] = []
    for hours in range(0, 5 * 24, 6):
        with clock.at(friday + timedelta(hours=hours)):
            follow_profile_blocks()
        said += Notice.objects.filter(kind=Notice.Kind.CLOSING).values_list("at", flat=True)
    assert reminded() == {cast.administrator}
    assert [day.isoformat() for day in sorted({at.date() for at in said})] == [
        "2026-03-09",
        "2026-03-10",
        "2026-03-11",
    ]
    with clock.at(friday + timedelta(days=5)):
        end_profile_block(cast.administrator, block=made)
    assert reminded() == set()


def test_the_duty_to_handle_reports_lets_in_at_once(cast: Cast) -> None:
    """The operator names somebody because nobody else can come in."""
    shut(cast, Profile.STAFF)
    assert "staff" in out(cast)
    set_duties(None, membership=cast.staff, duties=[Duty.HEAD])
    assert "staff" not in out(cast)
    set_duties(cast.administrator, membership=cast.staff, duties=[])
    assert "staff" in out(cast)


def test_a_guest_is_out_as_what_they_are_at_home_and_within_a_minute(cast: Cast) -> None:
    shut(cast, Profile.STUDENT)
    guest = MembershipFactory(
        school=cast.school,
        profile=Profile.GUEST,
        home=cast.other.school,
        home_profile=Profile.STUDENT,
    )
    follow_profile_blocks()
    guest.refresh_from_db()
    assert guest.is_blocked


@pytest.mark.django_db(transaction=True)
def test_its_end_and_a_block_at_the_same_moment_leave_whom_it_holds(cast: Cast) -> None:
    made = shut(cast, Profile.STUDENT)
    together = Barrier(2)

    def at_once(act: Callable[[], object]) -> None:
        try:
            with wall.within(cast.school.pk):
                together.wait(timeout=10)
                act()
        finally:
            connection.close()

    by = cast.administrator
    block = partial(block_person, by, membership=cast.classmate, grounds=Grounds("…"))
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(at_once, [block, partial(end_profile_block, by, block=made)]))
    assert out(cast) == {"classmate"}


def test_a_head_who_teaches_comes_in_as_the_head_alone(cast: Cast) -> None:
    """What holds is each membership: the duty is of one."""
    parent = MembershipFactory(school=cast.school, user=cast.head.user, profile=Profile.PARENT)
    assert Duty.HEAD in cast.head.duties
    shut(cast, Profile.PARENT, Profile.STAFF, Profile.TEACHER)
    parent.refresh_from_db()
    assert parent.is_blocked and "head" not in out(cast)
