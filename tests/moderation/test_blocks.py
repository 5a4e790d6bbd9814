from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock, realtime, wall
from moderation.actions.block import block_person, unblock_person
from moderation.actions.undo import end_measures
from moderation.measures import Grounds
from moderation.models import Measure
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def page(person: Membership, name: str) -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/{name}/"


def second_administrator(cast: Cast) -> Membership:
    cast.head.duties = [Duty.HEAD, Duty.LOCAL_ADMINISTRATOR]
    cast.head.save()
    return cast.head


def test_a_block_ends_the_sessions_and_refuses_the_next(
    cast: Cast, client_for: ClientFor, client: SchoolClient
) -> None:
    theirs = client_for(cast.classmate)
    assert theirs.get("/me/").status_code == 200
    answer = client_for(cast.administrator).post(
        page(cast.classmate, "block"), {"reason": "Des insultes.", "lasts": "open"}
    )
    assert answer.status_code == 302
    assert theirs.get("/me/").status_code == 302
    attempt = {"login": cast.classmate.user.username, "password": PASSWORD}
    client.post("/sign-in/", attempt)
    assert client.get("/me/").status_code == 302
    client_for(cast.administrator).post(page(cast.classmate, "unblock"))
    client.post("/sign-in/", attempt)
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("lasts", "length"),
    [("day", timedelta(days=1)), ("week", timedelta(weeks=1)), ("month", timedelta(days=30))],
)
def test_a_block_lasts_as_long_as_was_decided(
    cast: Cast, client_for: ClientFor, lasts: str, length: timedelta
) -> None:
    client = client_for(cast.administrator)
    now = clock.now()
    with clock.at(now):
        client.post(page(cast.classmate, "block"), {"reason": "…", "lasts": lasts})
    cast.classmate.refresh_from_db()
    assert cast.classmate.blocked_until == now + length
    with clock.at(now + length - timedelta(seconds=1)):
        assert cast.classmate.is_blocked
    with clock.at(now + length):
        assert not cast.classmate.is_blocked


def test_a_block_holds_for_all_one_is_in_the_school_and_for_no_other_school(cast: Cast) -> None:
    teacher_too = MembershipFactory(
        school=cast.school, user=cast.parent_in_both.user, profile=Profile.TEACHER
    )
    block_person(cast.administrator, membership=cast.parent_in_both, grounds=Grounds("…"))
    teacher_too.refresh_from_db()
    elsewhere = Membership.objects.get(pk=cast.other.parent_in_both.pk)
    assert teacher_too.is_blocked
    assert not elsewhere.is_blocked
    unblock_person(cast.administrator, membership=teacher_too)
    assert not Membership.objects.get(pk=cast.parent_in_both.pk).is_blocked
    assert not Measure.objects.in_force().exists()


def test_open_pages_are_thrown_out(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(realtime, "_send", lambda *what: sent.append(what))
    with django_capture_on_commit_callbacks(execute=True):
        block_person(cast.administrator, membership=cast.classmate, grounds=Grounds("…"))
    assert ([f"person.{cast.classmate.user_id}"], {"type": "leave"}) in sent


def test_a_new_block_takes_the_place_of_the_old(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds("Une fois."))
    until = clock.now() + timedelta(days=1)
    block_person(
        cast.administrator, membership=cast.classmate, grounds=Grounds("Deux fois."), until=until
    )
    assert Measure.objects.in_force().get().decision.reason == "Deux fois."
    cast.classmate.refresh_from_db()
    assert cast.classmate.blocked_until == until


@pytest.mark.parametrize("part", ["student", "mother", "teacher", "staff", "head", "guest"])
def test_only_administrators_block(cast: Cast, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    for name in ("block", "unblock"):
        assert client.get(page(cast.classmate, name)).status_code == 404
    answer = client.post(page(cast.classmate, "block"), {"reason": "…", "lasts": "day"})
    assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        block_person(cast.people[part], membership=cast.classmate, grounds=Grounds("…"))
    with pytest.raises(NotAllowed):
        unblock_person(cast.people[part], membership=cast.classmate)
    assert client_for(cast.administrator).get(page(cast.classmate, "block")).status_code == 200


def test_no_administrator_blocks_in_another_school(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.other.administrator)
    wrong = {"reason": "…", "lasts": "day"}
    assert client.post(page(cast.classmate, "block"), wrong).status_code == 404
    through_mine = f"/schools/{cast.other.school.pk}/people/{cast.classmate.pk}/block/"
    assert client.post(through_mine, wrong).status_code == 404
    assert not Measure.objects.exists()


def test_no_administrator_blocks_themselves(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    wrong = {"reason": "…", "lasts": "day"}
    assert client.post(page(cast.administrator, "block"), wrong).status_code == 404
    with pytest.raises(NotAllowed):
        block_person(cast.administrator, membership=cast.administrator, grounds=Grounds("…"))


def test_of_two_administrators_who_block_each_other_one_remains(cast: Cast) -> None:
    second = second_administrator(cast)
    block_person(cast.administrator, membership=second, grounds=Grounds("…"))
    with pytest.raises(NotAllowed):
        block_person(second, membership=cast.administrator, grounds=Grounds("…"))


@pytest.mark.django_db(transaction=True)
def test_also_when_they_do_it_in_the_same_moment(cast: Cast) -> None:
    second = second_administrator(cast)
    together = Barrier(2)

    def block(by: Membership, whom: Membership) -> bool:
        try:
            with wall.within(cast.school.pk):
                together.wait(timeout=10)
                block_person(by, membership=whom, grounds=Grounds("…"))
        except NotAllowed:
            return False
        finally:
            connection.close()
        return True

    pairs = [(cast.administrator, second), (second, cast.administrator)]
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda pair: block(*pair), pairs))
    assert sorted(done) == [False, True]


def test_the_sweep_puts_away_what_is_over_and_nothing_else(cast: Cast) -> None:
    now = clock.now()
    block_person(
        cast.administrator,
        membership=cast.classmate,
        grounds=Grounds("…"),
        until=now + timedelta(days=1),
    )
    block_person(
        cast.administrator,
        membership=cast.student,
        grounds=Grounds("…"),
        until=now + timedelta(days=7),
    )
    block_person(cast.administrator, membership=cast.sibling, grounds=Grounds("…"))
    end_measures()
    assert Measure.objects.in_force().count() == 3
    for _ in range(2):
        with clock.at(now + timedelta(days=1)):
            end_measures()
    blocked = Membership.objects.filter(blocked_at__isnull=False)
    assert set(blocked) == {cast.student, cast.sibling}
    over = Measure.objects.get(membership=cast.classmate)
    assert (over.ended_at, over.ended_by) == (over.until, None)
    assert Event.objects.filter(verb="end_block").count() == 1


def test_blocking_and_unblocking_are_in_the_trail(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds("Secret."))
    unblock_person(cast.administrator, membership=cast.classmate)
    for verb in ("block_person", "unblock_person"):
        event = Event.objects.get(verb=verb, actor__membership=cast.administrator)
        assert event.target_id == cast.classmate.pk
        assert "Secret" not in str(event.facts)
