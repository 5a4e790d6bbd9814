"""Every socket message × every kind of person: who is admitted, and what their page hears of."""

import re
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import presence
from accounts.actions.rights import end_sessions
from accounts.consumers import THROWN_OUT
from accounts.models import Group
from core import clock, realtime, wall
from core.realtime import group_channel, person_channel
from tests.access.people import SIGNED_IN, members
from tests.access.sockets import Heard, Page, live, session_of, tell
from tests.cast import Cast
from tests.client import signed_in

ADDRESS = re.compile(r'data-socket-url="([^"]+)"')


def how_it_closes(session: str) -> int | None:
    """The code with which a socket is closed at once, None if it stays open."""

    async def story() -> int | None:
        page = Page(session)
        assert await page.open()
        if await page.hears_nothing():
            await page.leave()
            return None
        return await page.close_code()

    return live(story)


@pytest.mark.parametrize("kind", sorted(SIGNED_IN))
def test_a_page_hears_of_its_persons_groups_alone(cast: Cast, kind: str) -> None:
    person = members(cast, {kind})[kind]
    everybody = members(cast, SIGNED_IN).values()
    groups = list(Group.objects.values_list("pk", flat=True))
    mine = Group.objects.filter(members__membership__user=person.user_id)
    session = session_of(person)

    async def story() -> Heard:
        page = Page(session)
        await page.open()
        for group in groups:
            await tell(group_channel(group), type="look", look=f"group {group}")
        for other in everybody:
            channel = person_channel(other.user_id)
            await tell(channel, type="look", look=f"person {other.user_id}")
        heard = await page.heard_until_now(person)
        await page.leave()
        return heard

    expected = {f"group {group}" for group in mine.values_list("pk", flat=True)}
    expected |= {f"person {person.user_id}"}
    heard = live(story)
    assert all(message.keys() == {"look"} for message in heard)
    assert {message["look"] for message in heard} == expected
    assert len(heard) >= 2, "somebody is in a group at least"


def test_nobody_is_admitted_without_a_session(cast: Cast) -> None:
    assert how_it_closes("") == THROWN_OUT
    assert how_it_closes("x" * 32) == THROWN_OUT
    assert how_it_closes(session_of(cast.student)) is None


def test_a_page_of_another_site_is_not_even_answered(cast: Cast) -> None:
    session = session_of(cast.student)

    async def story() -> tuple[bool, bool]:
        theirs, ours = Page(session, origin="https://elsewhere.example"), Page(session)
        admitted = await theirs.open(), await ours.open()
        await ours.leave()
        return admitted

    assert live(story) == (False, True)


def test_a_page_hears_what_its_person_was_told_while_it_opened(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Neither what it shows already nor what others were told."""
    mine, theirs = (cast.group("class", of=room).pk for room in (cast.cm1, cast.ce2))

    def nudge(look: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            realtime.nudge([mine], f"group, {look}")
            realtime.nudge_people([cast.student.user_id], f"person, {look}")
            realtime.nudge([theirs], f"others, {look}")

    with clock.at(clock.now() - timedelta(minutes=1)):
        nudge("before")
    page = signed_in(cast.student).get("/").content.decode()
    nudge("since")
    address, session = ADDRESS.findall(page), session_of(cast.student)

    async def story() -> Heard:
        page = Page(session, *address)
        await page.open()
        heard = await page.heard_until_now(cast.student)
        await page.leave()
        return heard

    told = {message["look"] for message in live(story)}
    nudged = {
        f"{who}, {when}" for who in ("group", "person", "others") for when in ("before", "since")
    }
    assert told & nudged == {"group, since", "person, since"}


@pytest.mark.parametrize("said", ["", "?since=", "?since=yesterday", "?since=1&since=2"])
def test_nonsense_in_the_address_is_a_socket(cast: Cast, said: str) -> None:
    session = session_of(cast.student)

    async def story() -> Heard:
        page = Page(session, f"/live/{said}")
        await page.open()
        heard = await page.heard_until_now(cast.student)
        await page.leave()
        return heard

    assert live(story) == []


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_who_may_not_come_in_has_no_socket(cast: Cast, lost: str) -> None:
    session = session_of(cast.student)
    assert how_it_closes(session) is None
    setattr(cast.student, lost, clock.now())
    cast.student.save()
    assert how_it_closes(session) == THROWN_OUT


def test_who_lost_one_of_two_schools_hears_of_the_other_alone(cast: Cast) -> None:
    cast.parent_in_both.blocked_at = clock.now()
    cast.parent_in_both.save()
    session = session_of(cast.other.parent_in_both)
    groups = {
        school.pk: Group.objects.get(school=school, kind="school", profile="").pk
        for school in (cast.school, cast.other.school)
    }

    async def story() -> Heard:
        page = Page(session)
        await page.open()
        for school, group in groups.items():
            await tell(group_channel(group), type="look", look=f"school {school}")
        heard = await page.heard_until_now(cast.other.parent_in_both)
        await page.leave()
        return heard

    assert live(story) == [{"look": f"school {cast.other.school.pk}"}]


def test_thrown_out_pages_are_told_and_closed(cast: Cast) -> None:
    session, classmate = session_of(cast.student), session_of(cast.classmate)

    async def story() -> tuple[Any, int, Heard]:
        page, other = Page(session), Page(classmate)
        await page.open()
        await other.open()
        await tell(person_channel(cast.student.user_id), type="leave")
        told = await page.hear()
        code = await page.close_code()
        undisturbed = await other.heard_until_now(cast.classmate)
        await other.leave()
        return told, code, undisturbed

    assert live(story) == ({"leave": True}, THROWN_OUT, [])


def test_a_lost_kick_costs_one_look_at_the_rights(cast: Cast) -> None:
    """Ending the sessions without a word to the pages closes them all the same, and no other."""
    session, classmate = session_of(cast.student), session_of(cast.classmate)

    def take_rights_away() -> None:
        with wall.within(cast.school.pk):
            end_sessions(cast.student.user)

    async def story() -> tuple[Any, int, Heard]:
        page, other = Page(session), Page(classmate)
        await page.open()
        await other.open()
        await presence.close_those_without_rights()
        assert await page.hears_nothing()
        await database_sync_to_async(take_rights_away)()
        await presence.close_those_without_rights()
        told = await page.hear()
        code = await page.close_code()
        undisturbed = await other.heard_until_now(cast.classmate)
        await other.leave()
        return told, code, undisturbed

    assert live(story) == ({"leave": True}, THROWN_OUT, [])


def test_what_a_page_says_is_not_heard(cast: Cast) -> None:
    session = session_of(cast.student)

    async def story() -> tuple[Heard, Heard]:
        page, other = Page(session), Page(session)
        await page.open()
        await other.open()
        await page.say({"type": "leave", "look": "feed"})
        heard = await page.heard_until_now(cast.student)
        assert await other.hear() == {"look": "that is all"}
        also_heard = await other.heard_until_now(cast.student)
        await page.leave()
        await other.leave()
        return heard, also_heard

    assert live(story) == ([], [])


def test_a_page_closes_once_its_own_session_is_over_and_no_other(cast: Cast) -> None:
    ended, other = session_of(cast.mother), session_of(cast.mother)

    def end() -> None:
        Session.objects.filter(session_key=ended).delete()

    async def story() -> tuple[Any, int, Heard]:
        page, elsewhere = Page(ended), Page(other)
        await page.open()
        await elsewhere.open()
        await database_sync_to_async(end)()
        await tell(person_channel(cast.mother.user_id), type="check")
        told = await page.hear()
        code = await page.close_code()
        undisturbed = await elsewhere.heard_until_now(cast.mother)
        await elsewhere.leave()
        return told, code, undisturbed

    assert live(story) == ({"leave": True}, THROWN_OUT, [])


class HeldOpen:
    """A page whose session is over, which is told so or, `gone`, can be told nothing any more."""

    ticket = presence.Ticket(user_id=0, auth_epoch=0, session_key="over", group_ids=())

    def __init__(self, *, gone: bool) -> None:
        self.gone, self.is_told = gone, False

    async def leave(self, message: dict[str, str]) -> None:
        if self.gone:
            raise ConnectionResetError
        self.is_told = True


@pytest.mark.django_db
def test_who_has_gone_keeps_nobody_else_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, here = HeldOpen(gone=True), HeldOpen(gone=False)
    monkeypatch.setattr(presence, "_connected", [gone, here])
    live(presence.close_those_without_rights)
    assert here.is_told
