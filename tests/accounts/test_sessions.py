import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from accounts.actions.activation import issue_activation_code
from accounts.choices import Duty
from accounts.entrance.devices import device_of
from accounts.entrance.sessions import sessions_of
from accounts.models import Membership
from audit.models import Event
from core import clock
from tests.access.sockets import Page, live
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient, signed_in
from tests.factories.accounts import TellingFactory

MINE = "/me/sessions/"
SOFTLY = {"X-By-Itself": "yes"}


def signs_in(person: Membership, **headers: str) -> SchoolClient:
    client = SchoolClient(**headers)
    client.post("/sign-in/", {"login": person.user.username, "password": PASSWORD})
    return client


def is_in(client: SchoolClient, headers: dict[str, str] | None = None) -> bool:
    return client.get("/me/", headers=headers).status_code == 200


def after(minutes: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(minutes=minutes))


# -- How long ----------------------------------------------------------------------------------


def test_the_cookie_ends_with_the_browser(cast: Cast) -> None:
    for person in (cast.student, cast.mother):
        cookie = signs_in(person).cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_twenty_idle_minutes_end_a_students_session(cast: Cast) -> None:
    client = signs_in(cast.student)
    assert is_in(client)
    with after(20.1):
        assert not is_in(client)


def test_it_ends_also_if_nothing_was_opened_after_signing_in(cast: Cast) -> None:
    client = signs_in(cast.student)
    with after(20.1):
        assert not is_in(client)


def test_whoever_does_something_stays(cast: Cast) -> None:
    client = signs_in(cast.student)
    for minutes in (19.9, 39.7, 59.5):
        with after(minutes):
            assert is_in(client), minutes
    with after(79.6):
        assert not is_in(client)


def test_what_a_page_does_by_itself_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signs_in(cast.student)
    assert is_in(client)
    for minutes in (10, 19):
        with after(minutes):
            assert is_in(client, SOFTLY)
    with after(20.1):
        assert not is_in(client)


def test_a_browser_that_looks_for_another_script_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signs_in(cast.student)
    with after(19):
        client.get("/service-worker.js", headers={"Service-Worker": "script"})
    with after(20.1):
        assert not is_in(client)


def test_an_open_socket_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signs_in(cast.student)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    async def story() -> None:
        page = Page(session)
        await page.open()
        await page.leave()

    with after(19):
        live(story)
    with after(20.1):
        assert not is_in(client)


@pytest.mark.parametrize(
    ("part", "hours"), [("mother", 14 * 24), ("teacher", 8), ("staff", 8), ("administrator", 1)]
)
def test_others_have_longer(cast: Cast, part: str, hours: int) -> None:
    client = signed_in(cast.people[part])
    assert is_in(client)
    with after(hours * 60 - 1):
        assert is_in(client)
    with after(2 * hours * 60):
        assert not is_in(client)


def test_the_strictest_profile_counts_also_one_given_since(cast: Cast) -> None:
    client = signed_in(cast.staff)
    cast.staff.duties = [Duty.LOCAL_ADMINISTRATOR]
    cast.staff.save()
    client.get("/me/")
    with after(61):
        assert client.get("/me/")["Location"].startswith("/sign-in/")


# -- What the browser keeps ----------------------------------------------------------------------


def test_no_page_of_somebody_signed_in_is_kept(cast: Cast) -> None:
    client = signed_in(cast.teacher)
    for address in ("/", "/me/", MINE, "/nothing/here/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_signing_out_clears_what_was_kept(cast: Cast) -> None:
    client = signed_in(cast.student)
    for answer in (client.post("/sign-out/"), client.get("/signed-out/")):
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_what_was_said_to_one_is_not_said_to_the_next(cast: Cast) -> None:
    """Also if the page that would have said it never came."""
    TellingFactory(school=cast.school, reader=cast.mother, about=cast.student, by=cast.teacher)
    client = signs_in(cast.mother)
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": cast.ce2_parent.user.username, "password": PASSWORD})
    assert cast.student.name not in client.get("/me/").content.decode()


def test_what_one_began_is_not_there_for_the_next(cast: Cast) -> None:
    """A code typed, no password chosen yet, and the tablet handed on."""
    code = issue_activation_code(cast.administrator, membership=cast.classmate)
    client = SchoolClient()
    client.post("/activate/", {"login": cast.classmate.user.username, "code": code})
    assert client.get("/password/choose/").status_code == 200
    client.post("/sign-in/", {"login": cast.student.user.username, "password": PASSWORD})
    assert client.get("/password/choose/").status_code == 302


# -- Where I am signed in ------------------------------------------------------------------------


def test_my_sessions_are_listed_in_words_and_this_one_is_marked(cast: Cast) -> None:
    signs_in(cast.mother, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) AppleWebKit Version/17 Safari/604")
    here = signs_in(cast.mother, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    signs_in(cast.father)
    page = here.get(MINE)
    shown = [(each["device"].words, each["here"]) for each in page.context["sessions"]]
    assert shown == [("Firefox sur Windows", True), ("Safari sur iPhone", False)]
    text = re.sub(r"\s+", " ", page.content.decode())
    assert text.count("Firefox sur Windows") == 1
    assert "127.0.0.1" not in text


def test_one_of_them_is_ended(cast: Cast) -> None:
    there, here = signs_in(cast.mother), signs_in(cast.mother)
    theirs = signs_in(cast.father)
    first = sessions_of(cast.mother.user)[1]
    foreign = sessions_of(cast.father.user)[0]
    assert here.post(f"{MINE}{foreign.pk}/end/").status_code == 404
    assert here.post(f"{MINE}{first.pk}/end/").status_code == 302
    assert (is_in(there), is_in(here), is_in(theirs)) == (False, True, True)
    assert Event.objects.filter(verb="end_session", actor__membership=cast.mother).count() == 1


def test_all_others_are_ended(cast: Cast) -> None:
    elsewhere = [signs_in(cast.mother) for _ in range(2)]
    here, theirs = signs_in(cast.mother), signs_in(cast.father)
    here.post(f"{MINE}others/end/")
    assert [is_in(client) for client in elsewhere] == [False, False]
    assert is_in(here) and is_in(theirs)


def test_what_is_over_is_not_listed(cast: Cast) -> None:
    signs_in(cast.student)
    with after(21):
        here = signs_in(cast.student)
        assert len(here.get(MINE).context["sessions"]) == 1


def test_the_sign_in_is_recorded_with_how(cast: Cast) -> None:
    signs_in(cast.mother)
    event = Event.objects.get(verb="sign_in", actor__membership=cast.mother)
    assert event.facts == {"methods": ["password"]}


@pytest.mark.parametrize(
    ("user_agent", "words", "icon"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130 Safari/537 Edg/130",
            "Edge sur Windows",
            "monitor",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537",
            "Chrome sur Android",
            "smartphone",
        ),
        ("Mozilla/5.0 (iPad) CriOS/130 Safari/604", "Chrome sur iPad", "tablet"),
        ("curl/8", "un appareil qui ne dit pas ce qu’il est", "monitor"),
        ("", "un appareil qui ne dit pas ce qu’il est", "monitor"),
    ],
)
def test_devices_are_said_in_words(user_agent: str, words: str, icon: str) -> None:
    assert device_of(user_agent) == (words, icon)
