from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from allauth.core.context import request_context
from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.test import RequestFactory

from accounts.entrance import tries
from accounts.entrance.tries import TooManyTries
from accounts.models import Throttle
from core import clock
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient, signed_in

NOW = datetime.fromisoformat("2026-09-01T08:00:00+02:00")


NEW = {"password": "chat-orage-tambour", "again": "chat-orage-tambour"}
# Where tries are counted, and what is given there; pictures and second steps need more than a form.
DOORS: dict[str, dict[str, str]] = {
    "/sign-in/": {"password": PASSWORD},
    "/activate/": {"code": "KTRC-7DHN-4WPX"},
    "/card/": {"code": "KTRC-7DHN-4WPX"},
    "/forgotten/": {"mailbox": "Claire@mail.example"},
    "/password/": NEW | {"current": PASSWORD},
    "/me/mailbox/": {"mailbox": "claire@mail.example", "password": PASSWORD},
}
OF_THOSE_INSIDE = {"/password/", "/me/mailbox/"}


@pytest.fixture
def _eight_o_clock(db: None) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def _few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test does not need three hundred."""
    monkeypatch.setattr(tries, "TRIES_OF_AN_ADDRESS", 30)


def evaluated(login: str, times: int) -> int:
    """How many of so many wrong tries were looked at."""
    looked_at = 0
    for _ in range(times):
        try:
            tries.count_try(login)
        except TooManyTries:
            continue
        looked_at += 1
    return looked_at


def come_from(address: str) -> "request_context":
    return request_context(RequestFactory().post("/sign-in/", REMOTE_ADDR=address))


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_guesses_at_once_ten_are_looked_at() -> None:
    def guess(_number: int) -> int:
        try:
            return sum(evaluated("emma.lacombe", 1) for _ in range(50))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(guess, range(20))) == 10


SPELLINGS = (
    *("yves.tessier", "YVES.TESSIER", "  Yves.Tessier ", "yves. tessier", "Yvès.Tessiér"),
    *("ｙｖｅｓ.ｔｅｓｓｉｅｒ", "yves\u200b.tessier", "yves\u00a0.tessier", "ⓨves.tessier"),
)


@pytest.mark.django_db(transaction=True)
def test_however_it_is_spelled_and_at_all_doors_at_once_ten_are_looked_at(cast: Cast) -> None:
    """Exactly: each door counts before it looks, in PostgreSQL, and all share what there is."""
    person = cast.administrator
    login, number = person.user.username, person.user_id
    inside, waiting = signed_in(person), SchoolClient()
    session = inside.session
    del session["account_authentication_methods"]
    session.save()
    waiting.post("/sign-in/", {"login": login, "password": PASSWORD})
    block = f"/schools/{cast.school.pk}/people/{cast.student.pk}/block/"
    doors: list[Callable[[], Any]] = [
        *(partial(guess, "/sign-in/", login=each, password="x") for each in SPELLINGS),
        partial(guess, "/activate/", login="Yves.Tessier", code="KTRC-7DHN-4WPX"),
        partial(guess, "/card/", login="YVES.tessier", code="KTRC-7DHN-4WPX"),
        lambda: SchoolClient().get("/forgotten/link/", {"key": f"{number}-made-up"}),
        lambda: waiting.post("/sign-in/second-step/", {"code": "000000"}),
        lambda: inside.post("/password/", NEW | {"current": "x"}),
        lambda: inside.post("/me/mailbox/", {"mailbox": "x@mail.example", "password": "x"}),
        lambda: inside.post(block, {"proof-asked": "yes", "proof-password": "x"}),
        lambda: inside.post(block, {"proof-asked": "yes", "proof-code": "000000"}),
    ]

    def try_three_times(door: Callable[[], Any]) -> list[int]:
        try:
            return [door().status_code for _ in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doors)) as threads:
        answers = [each for given in threads.map(try_three_times, doors) for each in given]
    assert len(answers) == 3 * len(doors)
    assert {200, 422, 429} >= set(answers)
    assert len([each for each in answers if each != 429]) == tries.TRIES


def guess(door: str, **given: str) -> Any:
    return SchoolClient().post(door, given)


@pytest.mark.usefixtures("_eight_o_clock")
def test_each_hour_gives_one_try_back() -> None:
    assert evaluated("emma.lacombe", 20) == 10
    for hours, regained in [(1, 1), (3, 2), (5, 2), (100, 10)]:
        with clock.at(NOW + timedelta(hours=hours)):
            assert evaluated("emma.lacombe", 20) == regained


@pytest.mark.usefixtures("_eight_o_clock")
def test_what_was_refused_makes_nobody_wait_longer() -> None:
    evaluated("emma.lacombe", 500)
    with clock.at(NOW + timedelta(hours=1)):
        assert evaluated("emma.lacombe", 1) == 1


@pytest.mark.usefixtures("_eight_o_clock")
def test_coming_in_between_gives_no_further_tries_to_somebody_else() -> None:
    guessed = 0
    for _day in range(20):
        guessed += evaluated("emma.lacombe", 2)
        if evaluated("emma.lacombe", 1):
            tries.give_back_try("emma.lacombe")
    assert guessed == 10


@pytest.mark.usefixtures("_eight_o_clock")
def test_each_login_has_its_own_tries() -> None:
    assert evaluated("emma.lacombe", 11) == 10
    assert evaluated("noe.marchand", 11) == 10


@pytest.mark.usefixtures("_eight_o_clock")
def test_tries_can_be_forgotten() -> None:
    evaluated("emma.lacombe", 10)
    tries.forget_tries("emma.lacombe")
    assert evaluated("emma.lacombe", 11) == 10


@pytest.mark.django_db(transaction=True)
def test_a_try_is_not_counted_where_it_could_be_undone() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        tries.count_try("emma.lacombe")


@pytest.mark.usefixtures("_eight_o_clock")
def test_what_is_over_is_forgotten() -> None:
    evaluated("emma.lacombe", 1)
    evaluated("noe.marchand", 5)
    with clock.at(NOW + timedelta(hours=3)):
        tries.forget_what_is_over()
        assert Throttle.objects.count() == 1
        assert evaluated("noe.marchand", 10) == 8


def test_no_row_names_anybody(cast: Cast, client: SchoolClient) -> None:
    client.post("/sign-in/", {"login": "emma.lacombe", "password": "wrong"})
    keys = list(Throttle.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert all(len(key) == 64 and not {"emma", "127"} & set(key.split(".")) for key in keys)


@pytest.mark.usefixtures("_eight_o_clock")
def test_five_hundred_students_behind_one_address_come_in_within_ten_minutes() -> None:
    """A fifth of them after a mistake, most of them in the first minute."""
    with come_from("192.0.2.1"):
        for number in range(500):
            with clock.at(NOW + timedelta(milliseconds=200 * number)):
                mistakes = number % 5 == 0
                assert evaluated(f"student.{number}", 1 + mistakes) == 1 + mistakes
                tries.give_back_try(f"student.{number}")


@pytest.mark.usefixtures("_eight_o_clock", "_few_tries")
def test_somebody_who_guesses_at_many_accounts_is_slowed() -> None:
    with come_from("192.0.2.1"):
        assert sum(evaluated(f"student.{number}", 1) for number in range(200)) == 30
        in_a_minute = 0
        for second in range(0, 60, 5):
            with clock.at(NOW + timedelta(seconds=second)):
                in_a_minute += sum(evaluated(f"student.{number}", 1) for number in range(30, 90))
    assert 50 < in_a_minute <= 60


@pytest.mark.usefixtures("_eight_o_clock", "_few_tries")
def test_nobody_is_banned_with_them() -> None:
    """However many wrong tries came from there: who comes back after the wait is let try."""
    with come_from("192.0.2.1"):
        for number in range(200):
            evaluated(f"student.{number}", 1)
        with pytest.raises(TooManyTries, match="60"):
            tries.count_try("emma.lacombe")
        for seconds, looked_at in [(30, 0), (60, 1)]:
            with clock.at(NOW + timedelta(seconds=seconds)):
                assert evaluated("emma.lacombe", 3) == looked_at
    with come_from("192.0.2.2"):
        assert evaluated("emma.lacombe", 1) == 1


@pytest.mark.usefixtures("_eight_o_clock", "_few_tries")
def test_who_changes_the_header_changes_no_address(cast: Cast) -> None:
    for number in range(30):
        client = SchoolClient(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        client.post("/sign-in/", {"login": f"student.{number}", "password": "wrong"})
    answer = client.post("/sign-in/", {"login": cast.student.user.username, "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


@pytest.mark.usefixtures("_eight_o_clock", "_few_tries")
def test_a_subscriber_of_ipv6_has_one_address() -> None:
    def from_there(host: int) -> int:
        with come_from(f"2001:db8:1:2::{host:x}"):
            return evaluated(f"student.{host}", 1)

    assert sum(map(from_there, range(1, 40))) == 30
    for another in ("2001:db8:1:3::1", "::ffff:192.0.2.1"):
        with come_from(another):
            assert evaluated("student.1", 1) == 1


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "unknown", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (2, ",,,", "198.51.100.1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
    ],
)
def test_an_address_is_what_our_own_proxies_say(
    cast: Cast, settings: object, proxies: int, header: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # type: ignore[attr-defined]  # pytest-django's wrapper
    client = SchoolClient(REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=header)
    client.post("/sign-in/", {"login": cast.student.user.username, "password": PASSWORD})
    assert UserSession.objects.get(user=cast.student.user).ip == address


def test_who_comes_from_nowhere_comes_in(cast: Cast) -> None:
    """As over a Unix socket; they share the tries of one address."""
    client = SchoolClient(REMOTE_ADDR="")
    client.post("/sign-in/", {"login": cast.student.user.username, "password": PASSWORD})
    assert UserSession.objects.get(user=cast.student.user).ip == "0.0.0.0"


@pytest.mark.parametrize("door", [*DOORS])
def test_every_door_says_how_long_to_wait(cast: Cast, door: str) -> None:
    client = signed_in(cast.mother) if door in OF_THOSE_INSIDE else SchoolClient()
    tried = cast.mother.user.username
    evaluated("mailbox claire@mail.example" if door == "/forgotten/" else tried, 10)
    answer = client.post(door, DOORS[door] | {"login": tried})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "une heure" in answer.content.decode()


def test_a_link_says_so_too(cast: Cast, client: SchoolClient) -> None:
    evaluated(cast.mother.user.username, 10)
    answer = client.get("/forgotten/link/", {"key": f"{cast.mother.user_id}-made-up"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "une heure" in answer.content.decode()


def test_the_password_in_use_is_no_way_around(cast: Cast, client: SchoolClient) -> None:
    """Whoever finds a tablet somebody has left signed in may guess no more often."""
    client.post("/sign-in/", {"login": cast.student.user.username, "password": PASSWORD})
    form = {"password": "chat-orage-tambour", "again": "chat-orage-tambour"}
    for _ in range(10):
        client.post("/password/", form | {"current": "wrong"})
    client.post("/password/", form | {"current": PASSWORD})
    cast.student.user.refresh_from_db()
    assert cast.student.user.check_password(PASSWORD)
