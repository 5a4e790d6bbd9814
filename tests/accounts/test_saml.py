"""Coming in through a school's own provider that speaks SAML."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from config.providers import allauth_providers
from tests.accounts.test_providers import written
from tests.cast import Cast
from tests.client import SchoolClient
from tests.core.test_logs import written as logged  # noqa: F401  (a fixture)
from tests.saml import ISSUER, SSO, Provider, question_in

DOOR = "/sign-in/saml/lycee/"
METADATA = f"https://localhost{DOOR}metadata/"
BACK = f"https://localhost{DOOR}back/"


@pytest.fixture(scope="module")
def keys() -> Provider:
    return Provider()


@pytest.fixture
def provider(cast: Cast, keys: Provider, settings: Any, tmp_path: Path) -> Provider:
    entry = {"id": "lycee", "kind": "saml", "name": "Lycée des Tilleuls"}
    entry |= {"entity_id": ISSUER, "sso_url": SSO, "x509cert": keys.certificate}
    entry |= {"school": cast.school.name, "match": "login", "claim": "uid"}
    settings.SOCIALACCOUNT_PROVIDERS = allauth_providers(written(tmp_path, **entry))
    return keys


def asks(client: SchoolClient) -> str:
    """Presses the button; the number of the question asked at the provider."""
    away = client.post(DOOR)["Location"]
    assert away.startswith(f"{SSO}?SAMLRequest=")
    return question_in(away)


def comes_back(client: SchoolClient, answer: str) -> Any:
    """The provider's page posts the answer, from elsewhere, and the browser follows."""
    posted = client.post(f"{DOOR}back/", {"SAMLResponse": answer, "RelayState": ""})
    assert posted["Location"] == f"{DOOR}come-in/"
    return client.get(posted["Location"])


def is_in(client: SchoolClient) -> bool:
    return client.get("/me/").status_code == 200


def answer_of(provider: Provider, asked: str, **values: Any) -> str:
    given = {"asked": asked, "back": BACK, "audience": METADATA, **values}
    return provider.answers(given.pop("person", "emma.lacombe"), **given)


def test_a_signed_answer_opens_the_account(
    cast: Cast, provider: Provider, client: SchoolClient
) -> None:
    landed = comes_back(client, answer_of(provider, asks(client)))
    assert (landed.status_code, landed["Location"]) == (302, "/")
    assert client.get("/me/").context["user"] == cast.student.user
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid, link.extra_data) == ("lycee", "emma.lacombe", {})


def test_an_unknown_person_is_refused(provider: Provider, client: SchoolClient) -> None:
    landed = comes_back(client, answer_of(provider, asks(client), person="nobody.atall"))
    assert landed.status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "made",
    [
        {"signed": False},
        {"person": "nobody.atall", "forged": "emma.lacombe"},
        {"age": timedelta(minutes=10)},
        {"audience": "https://elsewhere.example/metadata"},
        {"issuer": "https://elsewhere.example/idp"},
        {"back": "https://elsewhere.example/back/"},
    ],
    ids=", ".join,
)
def test_what_the_provider_did_not_say_to_us_opens_nothing(
    provider: Provider, client: SchoolClient, made: dict[str, Any]
) -> None:
    assert comes_back(client, answer_of(provider, asks(client), **made)).status_code == 401
    assert not is_in(client)


def test_the_signature_of_somebody_else_opens_nothing(
    provider: Provider, client: SchoolClient
) -> None:
    assert comes_back(client, answer_of(Provider(), asks(client))).status_code == 401
    assert not is_in(client)


def test_an_answer_opens_once_and_only_where_it_was_asked_for(
    provider: Provider, client: SchoolClient
) -> None:
    answer = answer_of(provider, asks(client))
    comes_back(client, answer)
    client.post("/sign-out/")
    thief = SchoolClient()
    asks(thief)
    for other in (client, thief, SchoolClient()):
        assert comes_back(other, answer).status_code == 401
        assert not is_in(other)


def test_an_answer_nobody_asked_for_opens_nothing(provider: Provider, client: SchoolClient) -> None:
    assert comes_back(client, answer_of(provider, "never_asked_00")).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("nonsense", ["", "x", "%%%", "PHg+PC94Pg=="])
def test_nonsense_opens_nothing(provider: Provider, client: SchoolClient, nonsense: str) -> None:
    asks(client)
    assert comes_back(client, nonsense).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize(
    "made",
    [
        {"status": "Responder", "message": "Emma Lacombe may not"},
        {"issuer": "https://elsewhere.example/emma.lacombe"},
        {"back": "https://elsewhere.example/emma.lacombe"},
        {"signed": False},
        {"person": "emma.unknown"},
        {"person": "nobody.atall", "forged": "emma.lacombe"},
    ],
    ids=", ".join,
)
def test_the_log_says_nothing_of_who_it_was(
    provider: Provider,
    client: SchoolClient,
    logged: StringIO,  # noqa: F811
    made: dict[str, Any],
) -> None:
    """Nor what a provider said, or somebody in its place: it may be a name."""
    assert comes_back(client, answer_of(provider, asks(client), **made)).status_code in (401, 403)
    assert "/come-in/" in logged.getvalue()
    for name in ("emma", "lacombe", "nobody"):
        assert name not in logged.getvalue().lower()


def test_the_provider_is_told_where_to_answer(provider: Provider, client: SchoolClient) -> None:
    told = client.get(f"{DOOR}metadata/").content.decode()
    assert f'entityID="{METADATA}"' in told
    assert f'Location="{BACK}"' in told
    assert "SingleLogoutService" not in told
