import html
import re
from io import StringIO
from typing import Any
from urllib.parse import quote, unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.actions.second_factors import (
    LastFactor,
    add_passkey,
    remove_factor,
    reset_second_factors,
)
from accounts.choices import Duty
from accounts.entrance.factors import factors_of, use_code
from accounts.models import Membership, User
from accounts.reach import AccountOfOtherSchools
from audit.models import Event
from core import clock
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient, signed_in
from tests.factories.accounts import SECRET, AppFactory, MembershipFactory
from tests.factors import Passkey, code_of_now

SECOND_STEP, SIGN_IN, STEP_AT_SIGN_IN = "/me/second-step/", "/sign-in/", "/sign-in/second-step/"
HERE = "https://localhost"
LEADING_AWAY = [
    *("https://elsewhere.example/", "//elsewhere.example", "///elsewhere.example", "https:me"),
    *("http://localhost@elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example"),
    *("javascript:alert(1)", "https:///elsewhere.example", " //elsewhere.example"),
]
OPTIONS = re.compile(r'data-options="([^"]+)"')


def signs_in(client: SchoolClient, person: Membership, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": person.user.username, "password": password})


def is_in(client: SchoolClient) -> bool:
    return client.get("/me/").status_code == 200


def verbs(person: Membership) -> set[str]:
    events = Event.objects.filter(actor__membership=person)
    return set(events.values_list("verb", flat=True))


def has_codes(person: Membership) -> list[str]:
    """The recovery codes as their person sees them, the once they are shown."""
    page = signed_in(person).get(f"{SECOND_STEP}codes/")
    codes: list[str] = page.context["codes"]
    return codes


def options_of(client: SchoolClient, address: str) -> str:
    page = client.get(address).content.decode()
    return str(OPTIONS.findall(page)[0]).replace("&quot;", '"')


@pytest.fixture
def passkey(cast: Cast) -> Passkey:
    """The teacher's, who has no other factor."""
    client, key = signed_in(cast.teacher), Passkey()
    credential = key.made(options_of(client, f"{SECOND_STEP}passkey/"))
    answer = client.post(f"{SECOND_STEP}passkey/", {"name": "Clé", "credential": credential})
    assert answer["Location"] == f"{SECOND_STEP}codes/"
    return key


# -- Whoever administers a school needs one ---------------------------------------------------


def test_an_administrator_without_one_sets_it_up_before_anything_else(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    factors_of(cast.administrator.user).delete()
    for page in ("/", "/me/", "/charter/", f"/schools/{cast.school.pk}/people/", "/password/"):
        assert client.get(page)["Location"] == SECOND_STEP
    shown = client.get(SECOND_STEP)
    assert shown.status_code == 200
    assert shown.context["navigation"] == ()
    secret = client.get(f"{SECOND_STEP}app/").context["secret"]
    wrong = client.post(f"{SECOND_STEP}app/", {"code": code_of_now()})
    assert wrong.status_code == 422
    assert client.get(f"{SECOND_STEP}app/").context["secret"] == secret
    right = client.post(f"{SECOND_STEP}app/", {"code": code_of_now(secret)})
    assert right["Location"] == f"{SECOND_STEP}codes/"
    assert len(client.get(f"{SECOND_STEP}codes/").context["codes"]) == 10
    assert client.get("/").status_code == 200
    assert {"add_second_factor", "see_recovery_codes"} <= verbs(cast.administrator)


def test_whoever_is_made_administrator_needs_one_from_then_on(cast: Cast) -> None:
    client = signed_in(cast.staff)
    assert client.get("/").status_code == 200
    cast.staff.duties = [Duty.LOCAL_ADMINISTRATOR]
    cast.staff.save()
    assert client.get("/")["Location"] == SECOND_STEP


def test_nobody_else_is_asked_for_one(cast: Cast) -> None:
    for person in (cast.student, cast.mother, cast.teacher, cast.head):
        assert signed_in(person).get("/").status_code == 200


def test_the_last_one_of_an_administrator_stays(cast: Cast) -> None:
    user = cast.administrator.user
    client = signed_in(cast.administrator)
    address = f"{SECOND_STEP}{factors_of(user)[0].pk}/remove/"
    assert client.post(address)["Location"] == SECOND_STEP
    with pytest.raises(LastFactor):
        remove_factor(user, factor=factors_of(user)[0])
    add_passkey(user, name="Clé", credential={})
    client.post(address)
    assert [factor.type for factor in factors_of(user)] == ["webauthn"]


def test_whoever_presses_enter_before_there_is_a_passkey_is_told(cast: Cast) -> None:
    answer = signed_in(cast.teacher).post(f"{SECOND_STEP}passkey/", {"name": "Clé"})
    assert answer.status_code == 422
    assert "appuyer sur le bouton" in answer.content.decode()


def test_recovery_codes_go_with_the_last_factor(cast: Cast, passkey: Passkey) -> None:
    user = cast.teacher.user
    remove_factor(user, factor=factors_of(user)[0])
    assert not Authenticator.objects.filter(user=user).exists()
    assert is_in_with_password_alone(cast.teacher)


def is_in_with_password_alone(person: Membership) -> bool:
    client = SchoolClient()
    signs_in(client, person)
    return is_in(client)


# -- Signing in ------------------------------------------------------------------------------


def test_the_password_alone_lets_nobody_in_who_has_one(cast: Cast, client: SchoolClient) -> None:
    assert signs_in(client, cast.administrator)["Location"] == STEP_AT_SIGN_IN
    assert not is_in(client)
    assert client.get(STEP_AT_SIGN_IN).status_code == 200
    assert client.post(STEP_AT_SIGN_IN, {"code": "000000"}).status_code == 422
    assert not is_in(client)
    answer = client.post(STEP_AT_SIGN_IN, {"code": f" {code_of_now()[:3]} {code_of_now()[3:]}"})
    assert answer["Location"] == "/"
    assert is_in(client)


def test_without_the_password_there_is_no_second_step(cast: Cast, client: SchoolClient) -> None:
    signs_in(client, cast.administrator, "wrong")
    assert client.post(STEP_AT_SIGN_IN, {"code": code_of_now()})["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_code_works_once_for_all_of_its_time(cast: Cast) -> None:
    user = cast.administrator.user
    code, next_code = code_of_now(), code_of_now(periods=1)
    assert use_code(user, code)
    assert use_code(user, code) is None
    assert use_code(user, next_code)
    assert use_code(user, code) is None
    assert use_code(user, code_of_now(periods=3)) is None


def test_the_code_of_another_person_is_none(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.administrator.user).delete()
    assert use_code(cast.administrator.user, code_of_now()) is None
    assert use_code(cast.other.administrator.user, code_of_now())


def test_guessing_codes_is_stopped(cast: Cast, client: SchoolClient) -> None:
    signs_in(client, cast.administrator)
    for _ in range(10):
        client.post(STEP_AT_SIGN_IN, {"code": "000000"})
    client.post(STEP_AT_SIGN_IN, {"code": code_of_now()})
    assert not is_in(client)


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    administrator = signed_in(cast.administrator)
    administrator.post(f"{SECOND_STEP}codes/")
    code = has_codes(cast.administrator)[0]
    assert has_codes(cast.administrator) == [], "they are shown once"
    for times, opens in enumerate((True, False)):
        client = SchoolClient()
        signs_in(client, cast.administrator)
        client.post(STEP_AT_SIGN_IN, {"code": f"{code[:4]} {code[4:]}"})
        assert is_in(client) == opens, times


def test_new_recovery_codes_end_the_former_ones(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    client.post(f"{SECOND_STEP}codes/")
    former = has_codes(cast.administrator)
    client.post(f"{SECOND_STEP}codes/")
    assert use_code(cast.administrator.user, former[0]) is None
    assert use_code(cast.administrator.user, has_codes(cast.administrator)[0])


def test_the_secret_is_not_readable_in_the_database(cast: Cast) -> None:
    kept = str(Authenticator.objects.get(user=cast.administrator.user).data)
    assert SECRET not in kept


def test_the_blocked_are_not_let_in_by_their_second_step(cast: Cast, client: SchoolClient) -> None:
    signs_in(client, cast.administrator)
    Membership.objects.filter(pk=cast.administrator.pk).update(blocked_at=clock.now())
    answer = client.post(STEP_AT_SIGN_IN, {"code": code_of_now()})
    assert answer.status_code == 403
    assert not is_in(client)


# -- Passkeys --------------------------------------------------------------------------------


def test_a_passkey_is_a_second_step(cast: Cast, passkey: Passkey, client: SchoolClient) -> None:
    assert signs_in(client, cast.teacher)["Location"] == STEP_AT_SIGN_IN
    shown = passkey.shown(options_of(client, STEP_AT_SIGN_IN))
    assert client.post(STEP_AT_SIGN_IN, {"credential": shown})["Location"] == "/"
    assert is_in(client)


def test_a_passkey_alone_lets_in(cast: Cast, passkey: Passkey, client: SchoolClient) -> None:
    options = client.get("/sign-in/passkey/").content.decode()
    answer = client.post("/sign-in/passkey/", {"credential": passkey.shown(options)})
    assert answer["Location"] == "/"
    assert client.get("/me/").context["user"] == cast.teacher.user
    assert "sign_in" in verbs(cast.teacher)


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/me/sessions/", "/me/sessions/"),
        ("/messages/?since=3", "/messages/?since=3"),
        *[(evil, "/") for evil in LEADING_AWAY],
    ],
)
def test_a_passkey_leads_where_one_wanted_to_go_and_nowhere_else(
    passkey: Passkey, client: SchoolClient, asked: str, leads_to: str
) -> None:
    page = client.get("/sign-in/", {"next": asked}).content.decode()
    fields = re.findall(r'name="next"\s+value="([^"]*)"', page)
    assert fields.count(html.escape(asked)) == 2, "beside the password and beside the passkey"
    nonsense = client.post("/sign-in/passkey/", {"credential": "{}", "next": asked})
    kept = f"{SIGN_IN}?next={quote(asked)}" if leads_to == asked else SIGN_IN
    assert unquote(nonsense["Location"]) == unquote(kept)
    options = client.get("/sign-in/passkey/").content.decode()
    shown = passkey.shown(options)
    answer = client.post("/sign-in/passkey/", {"credential": shown, "next": asked})
    assert answer["Location"] == leads_to


@pytest.mark.parametrize("asked", LEADING_AWAY)
def test_neither_does_the_second_step(cast: Cast, client: SchoolClient, asked: str) -> None:
    person = {"login": cast.administrator.user.username, "password": PASSWORD}
    assert client.post(SIGN_IN, person | {"next": asked})["Location"] == STEP_AT_SIGN_IN
    answer = client.post(f"{STEP_AT_SIGN_IN}?next={quote(asked)}", {"code": code_of_now()})
    assert answer["Location"] == "/"


def test_the_answer_of_a_passkey_works_once(passkey: Passkey, client: SchoolClient) -> None:
    shown = passkey.shown(client.get("/sign-in/passkey/").content.decode())
    thief = SchoolClient()
    thief.get("/sign-in/passkey/")
    thief.post("/sign-in/passkey/", {"credential": shown})
    assert not is_in(thief)
    client.post("/sign-in/passkey/", {"credential": shown})
    assert is_in(client)


def test_a_page_elsewhere_gets_nothing_of_a_passkey(passkey: Passkey, client: SchoolClient) -> None:
    passkey.origin = "https://localhost.elsewhere.example"
    shown = passkey.shown(client.get("/sign-in/passkey/").content.decode())
    client.post("/sign-in/passkey/", {"credential": shown})
    assert not is_in(client)


def test_a_passkey_opens_the_account_of_nobody_else(
    cast: Cast, passkey: Passkey, client: SchoolClient
) -> None:
    passkey.person = b"%x" % cast.administrator.user_id
    shown = passkey.shown(client.get("/sign-in/passkey/").content.decode())
    client.post("/sign-in/passkey/", {"credential": shown})
    assert not is_in(client)


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"response": 3}', "\x00"])
def test_nonsense_is_no_passkey(db: None, client: SchoolClient, nonsense: str) -> None:
    client.get("/sign-in/passkey/")
    answer = client.post("/sign-in/passkey/", {"credential": nonsense})
    assert answer["Location"] == SIGN_IN


def test_the_blocked_are_not_let_in_by_a_passkey(
    cast: Cast, passkey: Passkey, client: SchoolClient
) -> None:
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())
    options = client.get("/sign-in/passkey/").content.decode()
    answer = client.post("/sign-in/passkey/", {"credential": passkey.shown(options)})
    assert answer.status_code == 403
    assert not is_in(client)


# -- All of them lost ------------------------------------------------------------------------


@pytest.fixture
def colleague(cast: Cast) -> Membership:
    """A second administrator."""
    person: Membership = MembershipFactory(
        school=cast.school, profile="staff", duties=[Duty.LOCAL_ADMINISTRATOR]
    )
    return person


def test_another_administrator_helps_out(cast: Cast, colleague: Membership) -> None:
    theirs = signed_in(colleague)
    page = signed_in(cast.administrator).get(f"/schools/{cast.school.pk}/people/{colleague.pk}/")
    address = f"/schools/{cast.school.pk}/people/{colleague.pk}/second-step/"
    assert address in page.content.decode()
    assert signed_in(cast.administrator).post(address).status_code == 302
    assert theirs.get("/me/").status_code == 302, "they are signed out"
    assert not factors_of(colleague.user).exists()
    assert "reset_second_factors" in verbs(cast.administrator)


def test_nobody_resets_their_own(cast: Cast) -> None:
    address = f"/schools/{cast.school.pk}/people/{cast.administrator.pk}/second-step/"
    assert signed_in(cast.administrator).post(address).status_code == 404
    for by in (cast.administrator, cast.head, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            reset_second_factors(by, membership=cast.administrator)


def test_one_school_alone_resets_nothing_that_another_relies_on(cast: Cast) -> None:
    AppFactory(user=cast.parent_in_both.user)
    with pytest.raises(AccountOfOtherSchools):
        reset_second_factors(cast.administrator, membership=cast.parent_in_both)
    address = f"/schools/{cast.school.pk}/people/{cast.parent_in_both.pk}/second-step/"
    assert signed_in(cast.administrator).post(address).status_code == 302
    assert factors_of(cast.parent_in_both.user).exists()


def test_the_operator_resets_by_login(cast: Cast) -> None:
    user = cast.administrator.user
    said = StringIO()
    call_command("reset_second_factor", user.username.upper(), stdout=said)
    assert user.username in said.getvalue().lower()
    assert not factors_of(User.objects.get(pk=user.pk)).exists()
    event = Event.objects.get(verb="reset_second_factors")
    assert (event.actor, event.target_id) == (None, cast.administrator.pk)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody.atall")
