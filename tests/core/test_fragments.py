"""What many see alike is rendered once; a form in it belongs to the request it is shown to."""

import re
from datetime import datetime, timedelta

import pytest

from core import clock, fragments
from tests.cast import Cast
from tests.newsfeed.conftest import ClientFor

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


def test_each_page_has_a_token_of_its_own_in_all_of_its_forms(
    cast: Cast, client_for: ClientFor
) -> None:
    pages = [client_for(each).get("/").content.decode() for each in (cast.mother, cast.teacher)]
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert not any(fragments._TOKEN in page for page in pages)


def test_a_form_that_was_kept_is_taken(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.mother).get("/")
    client = client_for(cast.father)
    client.handler.enforce_csrf_checks = True
    [token] = set(TOKEN.findall(client.get("/").content.decode()))
    here = {"Referer": client.get("/").wsgi_request.build_absolute_uri()}
    assert client.post("/sign-out/", headers=here).status_code == 403
    given = {"csrfmiddlewaretoken": token}
    assert client.post("/sign-out/", given, headers=here).status_code == 302


@pytest.mark.parametrize(
    ("begun", "minutes", "times"),
    [("02T12:00", 9, 1), ("03T12:00", 11, 2), ("04T22:59", 2, 2)],
    ids=["still kept", "forgotten soon", "forgotten at midnight, in Paris"],
)
def test_what_is_kept_is_forgotten(
    begun: str, minutes: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(fragments, "render_to_string", lambda name, _context: drawn.append(name))
    moment = datetime.fromisoformat(f"2027-03-{begun}Z")
    for later in (0, minutes):
        with clock.at(moment + timedelta(minutes=later)):
            fragments.kept("links.html", items=())
    assert len(drawn) == times
