"""Every route × every kind of person. A route without a row fails, and so does a method."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.access.people import ADMINISTRATOR, NOBODY, SIGNED_IN, members
from tests.access.rows import ROWS
from tests.access.scene import Scene, set_scene
from tests.access.table import MISSING, Row, nothing, of_school
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

# Django's own view takes any.
ANY_METHOD = {"set_language"}
NO_SUCH_ID = 2**40
# Differs between two answers that are otherwise the same.
PASSING = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|csrf[^,}]*')


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} needs a name"
            yield f"{prefix}{pattern.name}"
        else:
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern, inside)


ROUTES = set(routes(get_resolver()))
# The styleguide is there in development alone.
IN_USE = [row for row in ROWS if row.route in ROUTES or not row.route.startswith("styleguide")]


def named(row: Row) -> str:
    return f"{row.method} {row.route}"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def send(client: SchoolClient, row: Row, args: dict[str, Any], data: dict[str, Any]) -> Any:
    """The answer; whatever the request did is undone."""
    with transaction.atomic():
        ask = client.post if row.method == "POST" else client.get
        response = ask(reverse(row.route, kwargs=args), data)
        transaction.set_rollback(True)
    return response


def body(response: HttpResponse) -> str:
    asked: str = response.wsgi_request.path  # type: ignore[attr-defined]  # set by the test client
    return PASSING.sub("", response.content.decode().replace(asked, "PATH"))


def answer(response: HttpResponse) -> str:
    if response.status_code == 302:
        return f"-> {resolve(response.headers['Location'].partition('?')[0]).view_name}"
    return str(response.status_code)


def answer_to(client: SchoolClient, row: Row, scene: Scene) -> str:
    """The answer in the words of the table: a refusal must not differ from a missing object's."""
    args, data = row.args(scene), row.data(scene)
    response = send(client, row, args, data)
    if response.status_code != 404:
        return answer(response)
    missing = send(client, row, without_objects(args), data)
    same = missing.status_code == 404 and body(missing) == body(response)
    return MISSING if same else "404 that tells"


def without_objects(args: dict[str, Any]) -> dict[str, Any]:
    return {name: NO_SUCH_ID if isinstance(value, int) else value for name, value in args.items()}


def test_every_route_has_a_row() -> None:
    assert {row.route for row in IN_USE} == ROUTES


@pytest.mark.parametrize("row", IN_USE, ids=named)
def test_everybody_gets_what_is_theirs(cast: Cast, scene: Scene, row: Row) -> None:
    found = {
        kind: answer_to(signed_in(member), row, scene)
        for kind, member in members(cast, SIGNED_IN).items()
    }
    found[NOBODY] = answer_to(SchoolClient(), row, scene)
    expected = {kind: row.expected_of(kind) for kind in SIGNED_IN} | {NOBODY: row.anonymous}
    assert {kind: found[kind] for kind in found if found[kind] != expected[kind]} == {}


@pytest.mark.parametrize(
    "row", [row for row in IN_USE if row.args not in (nothing, of_school)], ids=named
)
def test_an_object_of_another_school_is_missing_in_ones_own(
    cast: Cast, scene: Scene, row: Row
) -> None:
    """Also where the address names one's own school."""
    insider = signed_in(next(iter(members(cast, row.may - {"parent_in_both"}).values())))
    theirs = row.args(set_scene(cast.other))
    crossed = theirs | {name: v for name, v in row.args(scene).items() if name == "school_id"}
    response = send(insider, row, crossed, row.data(scene))
    missing = send(insider, row, without_objects(crossed), row.data(scene))
    assert (response.status_code, missing.status_code) == (404, 404)
    assert body(response) == body(missing)


@pytest.mark.parametrize("row", [row for row in IN_USE if row.method == "POST"], ids=named)
def test_a_form_from_elsewhere_is_refused(cast: Cast, scene: Scene, row: Row) -> None:
    kind, member = next(iter(members(cast, row.may or ADMINISTRATOR).items()))
    client = signed_in(member, enforce_csrf_checks=True, HTTP_REFERER="https://localhost/")
    args, data = row.args(scene), row.data(scene)
    assert send(client, row, args, data).status_code == 403
    token = client.cookies["csrftoken"] = _get_new_csrf_string()
    ours = {**data, "csrfmiddlewaretoken": token}
    assert answer(send(client, row, args, ours)) == row.expected_of(kind)


@pytest.mark.parametrize("route", sorted(ROUTES - ANY_METHOD))
def test_a_method_without_a_row_is_refused(cast: Cast, scene: Scene, route: str) -> None:
    rows = {row.method: row for row in IN_USE if row.route == route}
    row = next(iter(rows.values()))
    client = signed_in(next(iter(members(cast, row.may).values())))
    for method in {"GET", "POST", "DELETE"} - rows.keys():
        with transaction.atomic():
            response = client.generic(method, reverse(route, kwargs=row.args(scene)))
            transaction.set_rollback(True)
        assert response.status_code == 405, method
