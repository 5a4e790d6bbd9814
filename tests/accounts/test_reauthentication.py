"""Before what a stranger at an open page must not do, people show once more who they are."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from accounts.models import Membership, User
from accounts.models.people import PICTURES
from audit.models import Event
from core import clock
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient, signed_in
from tests.factors import code_of_now

REASON = {"reason": "Des mots « qui blessent » & <b>plus</b>.", "lasts": "week"}
LATER = timedelta(minutes=16)


def block_of(person: Membership) -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/block/"


def later(client: SchoolClient, address: str, data: dict[str, Any]) -> Any:
    with time_machine.travel(clock.now() + LATER):
        return client.post(address, data)


def is_blocked(person: Membership) -> bool:
    return Membership.objects.get(pk=person.pk).is_blocked


def test_who_has_just_signed_in_is_not_asked(cast: Cast) -> None:
    assert signed_in(cast.administrator).post(block_of(cast.student), REASON).status_code == 302
    assert is_blocked(cast.student)


def test_later_they_are_asked_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    asked = later(client, block_of(cast.student), REASON)
    assert asked.status_code == 200
    assert not is_blocked(cast.student)
    kept = dict(asked.context["kept"])
    assert kept == REASON
    assert "&lt;b&gt;" in asked.content.decode()
    assert "facultatif" not in asked.content.decode(), "one of the two is needed"
    wrong = later(
        client, block_of(cast.student), kept | {"proof-asked": "yes", "proof-password": "x"}
    )
    assert (wrong.status_code, dict(wrong.context["kept"])) == (422, REASON)
    empty = later(client, block_of(cast.student), kept | {"proof-asked": "yes"})
    assert empty.status_code == 422
    assert not is_blocked(cast.student)
    right = kept | {"proof-asked": "yes", "proof-password": PASSWORD}
    assert later(client, block_of(cast.student), right).status_code == 302
    assert is_blocked(cast.student)
    event = Event.objects.get(verb="prove_again")
    assert event.facts == {"method": "password"}
    again = later(client, block_of(cast.classmate), REASON)
    assert again.status_code == 302, "one answer holds for a while"


def test_a_code_of_the_app_answers_too(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    with time_machine.travel(clock.now() + LATER):
        answer = REASON | {"proof-asked": "yes", "proof-code": code_of_now()}
        assert client.post(block_of(cast.student), answer).status_code == 302
        assert is_blocked(cast.student)


def test_to_say_that_one_was_asked_is_no_proof(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    for forged in ({"proof-asked": "yes"}, {"proof-asked": "yes", "proof-password": "tout-autre"}):
        assert later(client, block_of(cast.student), REASON | forged).status_code == 422
    assert not is_blocked(cast.student)


def test_guessing_is_stopped(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    wrong = REASON | {"proof-asked": "yes", "proof-password": "x"}
    right = wrong | {"proof-password": PASSWORD}
    for _ in range(10):
        later(client, block_of(cast.student), wrong)
    assert later(client, block_of(cast.student), right).status_code == 429
    assert not is_blocked(cast.student)


def test_whoever_has_nothing_to_show_is_never_stuck(cast: Cast) -> None:
    """As an administrator who came through the school's own provider for the first time."""
    cast.administrator.user.set_unusable_password()
    cast.administrator.user.save()
    client = signed_in(cast.administrator)
    Authenticator.objects.all().delete()
    with time_machine.travel(clock.now() + LATER):
        secret = client.get("/me/second-step/app/").context["secret"]
        answer = client.post("/me/second-step/app/", {"code": code_of_now(secret)})
        assert answer["Location"] == "/me/second-step/codes/"


@pytest.mark.parametrize("password", ["!", PICTURES])
def test_nobody_makes_a_way_in_at_the_tablet_of_a_child(cast: Cast, password: str) -> None:
    User.objects.filter(pk=cast.student.user_id).update(password=password)
    cast.student.user.refresh_from_db()
    client = signed_in(cast.student)
    assert "/me/second-step/" not in client.get("/me/").content.decode()
    for page in ("", "app/", "passkey/"):
        assert client.get(f"/me/second-step/{page}").status_code == 404
    client.post("/me/second-step/passkey/", {"name": "Clé", "credential": "{}"})
    assert not Authenticator.objects.filter(user=cast.student.user).exists()


@pytest.mark.parametrize("page", ["duties", "block", "close", "second-step"])
def test_what_is_asked_for(cast: Cast, page: str) -> None:
    client = signed_in(cast.administrator)
    address = f"/schools/{cast.school.pk}/people/{cast.staff.pk}/{page}/"
    asked = later(client, address, {"reason": "Parti.", "lasts": "week", "duties": ["head"]})
    assert "proof-asked" in asked.content.decode()
    cast.staff.refresh_from_db()
    assert (cast.staff.duties, cast.staff.closed_at, cast.staff.blocked_at) == ([], None, None)
