from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.actions.rights import end_sessions
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from core.realtime import person_channel
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient

SIGN_IN = "/sign-in/"
ClientFor = Callable[[Membership], SchoolClient]
CaptureCallbacks = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def sign_in(client: SchoolClient, person: Membership, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": person.user.username, "password": password})


def block(person: Membership, **values: object) -> None:
    Membership.objects.filter(pk=person.pk).update(blocked_at=clock.now(), **values)


def verbs(person: Membership) -> set[str]:
    events = Event.objects.filter(actor__membership=person)
    return set(events.values_list("verb", flat=True))


def test_a_login_and_its_password_lead_in(cast: Cast, client: SchoolClient) -> None:
    answer = sign_in(client, cast.student)
    assert (answer.status_code, answer["Location"]) == (302, reverse("newsfeed:feed"))
    page = client.get("/me/")
    assert page.status_code == 200
    assert cast.student.user.username in page.content.decode()
    cast.student.user.refresh_from_db()
    assert cast.student.user.last_login is not None
    assert {"sign_in", "view_page"} <= verbs(cast.student)


def test_one_comes_out_where_one_wanted_to_go(cast: Cast, client: SchoolClient) -> None:
    asked = client.get("/me/")["Location"]
    assert asked == f"{SIGN_IN}?next=/me/"
    form = client.get(asked).content.decode()
    assert 'value="/me/"' in form
    person = {"login": cast.student.user.username, "password": PASSWORD}
    assert client.post(SIGN_IN, person | {"next": "/me/"})["Location"] == "/me/"
    away = SchoolClient().post(SIGN_IN, person | {"next": "https://elsewhere.example/"})
    assert away["Location"] == reverse("newsfeed:feed")


def test_signing_in_is_tracked_and_keeps_the_sessions_elsewhere(
    cast: Cast, client: SchoolClient
) -> None:
    elsewhere = SchoolClient()
    sign_in(elsewhere, cast.mother)
    sign_in(client, cast.mother)
    assert UserSession.objects.filter(user=cast.mother.user).count() == 2
    assert elsewhere.get("/me/").status_code == client.get("/me/").status_code == 200


@pytest.mark.parametrize("typed", ["Hélène.Dubreuil", "  HELENE.DUBREUIL ", "helene. dubreuil"])
def test_a_login_is_understood_however_it_is_typed(
    cast: Cast, client: SchoolClient, typed: str
) -> None:
    answer = client.post(SIGN_IN, {"login": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/me/").context["user"] == cast.teacher.user


def test_without_the_password_nobody_learns_which_accounts_there_are(
    cast: Cast, client: SchoolClient
) -> None:
    block(cast.classmate)
    Membership.objects.filter(pk=cast.father.pk).update(closed_at=clock.now())
    cast.guest.user.set_unusable_password()
    cast.guest.user.save()
    logins = [
        "nobody.atall",
        *(p.user.username for p in (cast.student, cast.classmate, cast.father, cast.guest)),
    ]
    answers = set()
    for login in logins:
        answer = client.post(SIGN_IN, {"login": login, "password": "wrong"})
        assert answer.status_code == 422
        body = answer.content.decode().replace(login, "LOGIN")
        token = answer.context["csrf_token"]
        answers.add(body.replace(str(token), "TOKEN"))
    assert len(answers) == 1


def test_every_wrong_try_costs_the_time_of_a_password(cast: Cast, client: SchoolClient) -> None:
    hasher = hashers.MD5PasswordHasher
    for login in ("nobody.atall", cast.student.user.username):
        with patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as encode:
            client.post(SIGN_IN, {"login": login, "password": "wrong"})
        assert encode.call_count == 1


def test_the_blocked_learn_it_with_the_right_password_alone(
    cast: Cast, client: SchoolClient
) -> None:
    until = clock.now() + timedelta(days=3)
    block(cast.classmate, blocked_until=until)
    answer = sign_in(client, cast.classmate)
    assert answer.status_code == 403
    assert cast.school.name in answer.content.decode()
    assert str(until.year) in answer.content.decode()
    assert client.get("/me/").status_code == 302
    assert set(client.session.keys()) == {"_session_expiry"}


def test_a_block_is_over_when_its_time_is_over(cast: Cast, client: SchoolClient) -> None:
    block(cast.classmate, blocked_until=clock.now() - timedelta(minutes=1))
    assert sign_in(client, cast.classmate).status_code == 302


def test_the_closed_are_sent_to_their_school(cast: Cast, client: SchoolClient) -> None:
    closed_at = datetime(2026, 9, 1, 10, tzinfo=UTC)
    Membership.objects.filter(pk=cast.father.pk).update(closed_at=closed_at)
    answer = sign_in(client, cast.father)
    assert answer.status_code == 403
    assert "30 nov. 2026" in answer.content.decode()


def test_blocked_in_one_school_one_still_enters_the_other(cast: Cast, client: SchoolClient) -> None:
    block(cast.parent_in_both)
    assert sign_in(client, cast.parent_in_both).status_code == 302
    page = client.get("/me/").content.decode()
    assert cast.other.school.name in page
    assert cast.school.name not in page


def test_guessing_is_stopped_and_the_answer_says_nothing(cast: Cast, client: SchoolClient) -> None:
    for login in (cast.student.user.username, "nobody.atall"):
        for _ in range(10):
            client.post(SIGN_IN, {"login": login, "password": "wrong"})
        answer = client.post(SIGN_IN, {"login": login, "password": PASSWORD})
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
        assert client.get("/me/").status_code == 302


def test_signing_out_needs_a_form_and_leads_to_its_page(cast: Cast, client: SchoolClient) -> None:
    sign_in(client, cast.student)
    assert client.get("/sign-out/").status_code == 405
    answer = client.post("/sign-out/")
    assert answer["Location"] == "/signed-out/"
    assert client.get("/signed-out/").status_code == 200
    assert client.get("/me/").status_code == 302
    assert not UserSession.objects.filter(user=cast.student.user).exists()
    assert "sign_out" in verbs(cast.student)


def test_ending_sessions_leaves_none_and_throws_open_pages_out(
    cast: Cast, client: SchoolClient, django_capture_on_commit_callbacks: CaptureCallbacks
) -> None:
    sign_in(client, cast.student)
    with patch("core.realtime._send") as send, django_capture_on_commit_callbacks(execute=True):
        end_sessions(cast.student.user)
    send.assert_called_once_with([person_channel(cast.student.user_id)], {"type": "leave"})
    assert client.get("/me/").status_code == 302
    assert not Session.objects.exists()


def test_a_new_password_ends_the_sessions_elsewhere(cast: Cast, client: SchoolClient) -> None:
    elsewhere = SchoolClient()
    sign_in(elsewhere, cast.student)
    sign_in(client, cast.student)
    new = "chat-orage-tambour"
    wrong = client.post("/password/", {"current": "no", "password": new, "again": new})
    assert wrong.status_code == 422
    client.post("/password/", {"current": PASSWORD, "password": new, "again": new})
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert UserSession.objects.filter(user=cast.student.user).count() == 1
    assert sign_in(SchoolClient(), cast.student).status_code == 422
    assert sign_in(SchoolClient(), cast.student, new).status_code == 302
    assert "change_password" in verbs(cast.student)


@pytest.mark.parametrize("path", ["/signup/", "/email/", "/password/reset/", "/accounts/login/"])
def test_no_other_door_is_open(db: None, client: SchoolClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_strangers_and_persons_choose_their_language(cast: Cast, client: SchoolClient) -> None:
    client.post("/language/setlang/", {"language": "en", "next": SIGN_IN})
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()
    sign_in(client, cast.student)
    assert 'html lang="fr"' in client.get("/me/").content.decode()
    answer = client.post("/me/language/", {"language": "en", "next": "/password/"})
    assert answer["Location"] == "/password/"
    assert 'html lang="en"' in client.get("/me/").content.decode()
    answer = client.post("/me/language/", {"language": "xx", "next": "https://elsewhere.example"})
    assert answer["Location"] == "/me/"
    assert 'html lang="en"' in client.get("/me/").content.decode()


def test_somebody_blocked_with_an_open_session_is_a_stranger(
    cast: Cast, client: SchoolClient
) -> None:
    sign_in(client, cast.student)
    block(cast.student)
    assert client.get("/me/").status_code == 302
    with wall.as_person(cast.student.user_id) as schools:
        assert schools == []


def test_refused_pages_are_on_the_trail(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    assert client.get(f"/schools/{cast.school.pk}/people/").status_code == 404
    event = Event.objects.filter(actor__membership=cast.student).latest("at")
    assert (event.verb, event.facts["page"], event.facts["status"]) == (
        "view_page",
        "accounts:people",
        404,
    )
