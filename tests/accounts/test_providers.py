"""Coming in through a school's own provider, a real one, over HTTP."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from accounts.choices import Profile
from accounts.models import Membership, User
from audit.models import Event
from config.providers import allauth_providers
from core import clock
from moderation.actions.profile_blocks import begin_profile_block
from tests.architecture.sources import ROOT
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory
from tests.factors import code_of_now
from tests.provider.__main__ import CLIENT, PASSWORD, SECRET

ENT = "ent"
DOOR = f"/sign-in/with/{ENT}/"
CALLBACK = f"https://localhost{DOOR}back/"
PEOPLE = [
    {"username": "emma.lacombe", "last_name": "N-1"},
    {"username": "zoe.vasseur", "last_name": "N-2"},
    {"username": "nobody.atall", "last_name": "N-9"},
    {"username": "yves.tessier", "last_name": "N-3"},
    {"username": "with.mail", "email": "claire@example.org", "verified": True},
    {"username": "without.proof", "email": "marc@example.org", "verified": False},
]


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    database = tmp_path_factory.mktemp("provider") / "people.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.provider", str(port), CALLBACK],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "PROVIDER_DATABASE": str(database)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(PEOPLE))
    process.stdin.close()
    assert process.stdout.readline() == "ready\n"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def written(folder: Path, **values: object) -> str:
    """The operator's file with this one provider."""
    path = folder / "providers.json"
    path.write_text(json.dumps([values]))
    return str(path)


@pytest.fixture
def provider(cast: Cast, issuer: str, settings: Any, tmp_path: Path) -> Any:
    """`provider(match="login", claim="preferred_username")`: how the school recognises people."""

    def configure(**rules: str) -> None:
        entry = {"id": ENT, "kind": "oidc", "name": "ENT des Marelles", "school": cast.school.name}
        entry |= {"issuer": issuer, "client_id": CLIENT, "secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = allauth_providers(written(tmp_path, **entry, **rules))

    configure(match="login", claim="preferred_username")
    return configure


def comes(login: str, client: SchoolClient | None = None) -> Any:
    """Presses the button, signs in at the provider, and comes back: the page they then get."""
    client = client or SchoolClient()
    away = client.post(DOOR)
    assert away.status_code == 302, away.content.decode()
    return client.get(back_from(away["Location"], login))


def back_from(address: str, login: str) -> str:
    """Where the provider sends a browser once its person has signed in there."""
    browser = requests.Session()
    form = browser.get(address)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[0]
    signed = browser.post(
        form.url,
        {"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token},
        headers={"Referer": form.url},
        allow_redirects=False,
    )
    while not signed.headers["Location"].startswith(CALLBACK):
        address = urljoin(signed.url, signed.headers["Location"])
        signed = browser.get(address, allow_redirects=False)
    return signed.headers["Location"].removeprefix("https://localhost")


def who(answer: Any) -> User | None:
    client = answer.client
    page = client.get("/me/")
    return page.context["user"] if page.status_code == 200 else None


def test_somebody_known_lands_in_their_account(cast: Cast, provider: Any) -> None:
    answer = comes("emma.lacombe")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(answer) == cast.student.user
    event = Event.objects.get(verb="sign_in", actor__membership=cast.student)
    assert event.facts == {"methods": [ENT]}


def test_of_what_the_provider_tells_nothing_is_kept_but_the_link(cast: Cast, provider: Any) -> None:
    for _ in range(2):
        comes("emma.lacombe")
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.extra_data) == (cast.student.user, ENT, {})
    assert not SocialToken.objects.exists()
    assert Event.objects.filter(verb="link_provider").count() == 1


def test_an_unknown_person_is_refused_and_nothing_is_created(cast: Cast, provider: Any) -> None:
    before = User.objects.count()
    answer = comes("nobody.atall")
    assert answer.status_code == 403
    assert "ENT des Marelles" in answer.content.decode()
    assert who(answer) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_account_of_another_school_is_not_matched(cast: Cast, provider: Any) -> None:
    answer = comes("zoe.vasseur")
    assert answer.status_code == 403
    assert who(answer) is None


def test_the_number_of_the_roll_matches(cast: Cast, provider: Any) -> None:
    provider(match="external_id", claim="number")
    for person in (cast.classmate, cast.other.student):
        Membership.objects.filter(pk=person.pk).update(external_id="N-1")
    assert who(comes("emma.lacombe")) == cast.classmate.user


def test_nobody_without_a_number_is_matched_by_none(cast: Cast, provider: Any) -> None:
    provider(match="external_id", claim="not_told")
    assert comes("emma.lacombe").status_code == 403


def test_only_a_verified_address_of_one_person_matches(cast: Cast, provider: Any) -> None:
    provider(match="email")
    for person, mail in ((cast.mother, "claire"), (cast.father, "marc")):
        EmailAddress.objects.create(
            user=person.user, email=f"{mail}@example.org", verified=True, primary=True
        )
    assert who(comes("with.mail")) == cast.mother.user
    assert comes("without.proof").status_code == 403
    SocialAccount.objects.all().delete()
    EmailAddress.objects.create(user=cast.teacher.user, email="Claire@example.org", verified=True)
    assert comes("with.mail").status_code == 403, "two people share it"


def test_the_link_outlives_what_one_was_recognised_by(cast: Cast, provider: Any) -> None:
    comes("emma.lacombe")
    User.objects.filter(pk=cast.student.user_id).update(username="emma.renommee")
    assert who(comes("emma.lacombe")) == cast.student.user


def test_a_login_given_a_second_time_there_opens_nothing(cast: Cast, provider: Any) -> None:
    SocialAccount.objects.create(user=cast.student.user, provider=ENT, uid="who had it before")
    assert comes("emma.lacombe").status_code == 403
    call_command("unlink_provider", "emma.lacombe", stdout=sys.stderr)
    assert who(comes("emma.lacombe")) == cast.student.user


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_who_may_not_come_in_learns_so(cast: Cast, provider: Any, lost: str) -> None:
    Membership.objects.filter(pk=cast.student.pk).update(**{lost: clock.now()})
    answer = comes("emma.lacombe")
    assert answer.status_code == 403
    assert cast.school.name in answer.content.decode()
    assert who(answer) is None
    assert not SocialAccount.objects.exists()


def test_nobody_of_a_profile_comes_in_while_all_of_them_are_out(cast: Cast, provider: Any) -> None:
    begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=[Profile.STUDENT],
        reason="Bonnes vacances !",
        until=None,
    )
    answer = comes("emma.lacombe")
    assert answer.status_code == 403
    assert "Bonnes vacances !" in answer.content.decode()
    assert who(answer) is None


def test_it_opens_nobody_who_works_in_another_school(cast: Cast, provider: Any) -> None:
    there = MembershipFactory(school=cast.other.school, user=cast.student.user)
    assert comes("emma.lacombe")["Location"] == "/"
    Membership.objects.filter(pk=there.pk).update(profile=Profile.TEACHER)
    assert comes("emma.lacombe").status_code == 403, "known already"
    SocialAccount.objects.all().delete()
    assert comes("emma.lacombe").status_code == 403, "for the first time"


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_it_opens_nobody_whom_its_school_shuts_out(cast: Cast, provider: Any, lost: str) -> None:
    MembershipFactory(school=cast.other.school, user=cast.student.user)
    Membership.objects.filter(pk=cast.student.pk).update(**{lost: clock.now()})
    answer = comes("emma.lacombe")
    assert answer.status_code == 403
    assert who(answer) is None


def test_an_administrator_still_needs_the_second_step(cast: Cast, provider: Any) -> None:
    answer = comes("yves.tessier")
    assert answer["Location"] == "/sign-in/second-step/"
    assert who(answer) is None
    kept = str(dict(answer.client.session))
    assert "access_token" not in kept
    assert cast.administrator.user.password not in kept
    client = answer.client
    assert client.post("/sign-in/second-step/", {"code": code_of_now()})["Location"] == "/"
    assert who(answer) == cast.administrator.user


def test_what_was_answered_to_another_browser_opens_nothing(cast: Cast, provider: Any) -> None:
    victim, thief = SchoolClient(), SchoolClient()
    back = back_from(victim.post(DOOR)["Location"], "emma.lacombe")
    thief.post(DOOR)
    assert thief.get(back).status_code == 401
    assert thief.get("/me/").status_code == 302
    assert victim.get(back).status_code == 302
    assert victim.get(back).status_code == 401


def test_nobody_ties_their_account_to_somebody_elses_there(cast: Cast, provider: Any) -> None:
    client = SchoolClient()
    away = client.post(f"{DOOR}?process=connect")
    answer = client.get(back_from(away["Location"], "emma.lacombe"))
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_provider_out_of_reach_is_a_calm_page(cast: Cast, provider: Any, settings: Any) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://127.0.0.1:9/"
    answer = SchoolClient().post(DOOR)
    assert answer.status_code == 401
    assert "ENT des Marelles" in answer.content.decode()


def test_the_sign_in_page_offers_it_and_leads_nowhere_else(
    cast: Cast, provider: Any, issuer: str, client: SchoolClient
) -> None:
    page = client.get("/sign-in/")
    assert f'action="{DOOR}"' in page.content.decode()
    assert f"form-action 'self' {issuer};" in page["Content-Security-Policy"] + ";"
    elsewhere = client.get("/activate/")["Content-Security-Policy"]
    assert issuer not in elsewhere
    assert client.get(DOOR).status_code == 405


def test_an_incomplete_file_is_said_at_the_start(tmp_path: Path) -> None:
    assert allauth_providers("") == {"openid_connect": {"APPS": []}, "saml": {"APPS": []}}
    whole = {"id": "x", "kind": "oidc", "name": "X", "school": "Y", "match": "login"}
    with pytest.raises(ImproperlyConfigured, match="without"):
        allauth_providers(written(tmp_path, **whole))
    with pytest.raises(ImproperlyConfigured, match="external_id"):
        allauth_providers(written(tmp_path, **{**whole, "match": "name"}))
