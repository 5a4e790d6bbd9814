"""Every route × every kind of person. A route without a row fails, and so does a method."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.access.people import ADMINISTRATOR, NOBODY, SIGNED_IN, members
from tests.access.rows import ROWS, of_cell
from tests.access.scene import Scene
from tests.access.table import MISSING, Row, nothing, of_school
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

NO_SUCH_ID = 2**40
Values = dict[str, Any]
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
# Libraries' own views, and the pages of those who work on the house, take any.
ANY_METHOD = {
    "set_language",
    "account_login",
    *(route for route in ROUTES if route.startswith("styleguide")),
}
# Posted to from the page of a school's own provider, which signs what it says.
FROM_ELSEWHERE = {"saml_acs"}
# Their addresses name no row, at most a school and words.
WITHOUT_OBJECT = (nothing, of_school, of_cell)
# The styleguide is there in development alone.
IN_USE = [row for row in ROWS if row.route in ROUTES or not row.route.startswith("styleguide")]


def named(row: Row) -> str:
    return f"{row.method} {row.route}"


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is undone; for what insists on a transaction of its own, there is none."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def send(client: SchoolClient, row: Row, scene: Scene, args: Values, **more: object) -> Any:
    """The answer; whatever the request did is undone."""
    ask = client.post if row.method == "POST" else client.get
    with undone():
        return ask(reverse(row.route, kwargs=args), row.data(scene) | more)


def body(response: HttpResponse) -> str:
    asked: str = response.wsgi_request.path  # type: ignore[attr-defined]  # set by the test client
    return PASSING.sub("", response.content.decode().replace(asked, "PATH"))


def answer(response: HttpResponse, missing: HttpResponse) -> str:
    """In the words of the table: a refusal must not differ from what a missing object gets."""
    if response.status_code == 302:
        return f"-> {resolve(urlsplit(response.headers['Location']).path).view_name}"
    if response.status_code == 404:
        return MISSING if body(response) == body(missing) else "404 that tells"
    return str(response.status_code)


def missing(row: Row, scene: Scene) -> Any:
    """What anybody gets who asks for an object, or a page, that is not there."""
    client = signed_in(scene.administrator)
    args = row.args(scene)
    response = (
        send(client, row, scene, without_objects(args)) if args else client.get("/nothing/here/")
    )
    assert response.status_code == 404
    return response


def without_objects(args: Values) -> Values:
    return {name: NO_SUCH_ID if isinstance(value, int) else value for name, value in args.items()}


def test_every_route_has_a_row() -> None:
    assert {row.route for row in IN_USE} == ROUTES


@pytest.mark.parametrize("row", IN_USE, ids=named)
def test_everybody_gets_what_is_theirs(cast: Cast, scene: Scene, row: Row) -> None:
    clients = {kind: signed_in(member) for kind, member in members(cast, SIGNED_IN).items()}
    clients[NOBODY] = SchoolClient()
    nothing_there, args = missing(row, scene), row.args(scene)
    found = {
        kind: answer(send(client, row, scene, args), nothing_there)
        for kind, client in clients.items()
    }
    expected = {kind: row.expected_of(kind) for kind in SIGNED_IN} | {NOBODY: row.anonymous}
    assert {kind: found[kind] for kind in found if found[kind] != expected[kind]} == {}


@pytest.mark.parametrize(
    "row", [row for row in IN_USE if row.args not in WITHOUT_OBJECT], ids=named
)
def test_an_object_of_another_school_is_missing_in_ones_own(
    cast: Cast, scene: Scene, scene_elsewhere: Scene, row: Row
) -> None:
    """Also where the address names one's own school."""
    insider = signed_in(next(iter(members(cast, row.may - {"parent_in_both"}).values())))
    theirs = row.args(scene_elsewhere)
    crossed = theirs | {name: v for name, v in row.args(scene).items() if name == "school_id"}
    assert answer(send(insider, row, scene, crossed), missing(row, scene)) == MISSING


@pytest.mark.parametrize(
    "row",
    [row for row in IN_USE if row.method == "POST" and row.route not in FROM_ELSEWHERE],
    ids=named,
)
def test_a_form_from_elsewhere_is_refused(cast: Cast, scene: Scene, row: Row) -> None:
    kind, member = next(iter(members(cast, row.may or ADMINISTRATOR).items()))
    client = signed_in(member, enforce_csrf_checks=True, HTTP_REFERER="https://localhost/")
    args = row.args(scene)
    assert send(client, row, scene, args).status_code == 403
    token = client.cookies["csrftoken"] = _get_new_csrf_string()
    accepted = send(client, row, scene, args, csrfmiddlewaretoken=token)
    assert answer(accepted, accepted) == row.expected_of(kind)


@pytest.mark.parametrize("route", sorted({row.route for row in IN_USE} - ANY_METHOD))
def test_a_method_without_a_row_is_refused(cast: Cast, scene: Scene, route: str) -> None:
    rows = {row.method: row for row in IN_USE if row.route == route}
    row = next(iter(rows.values()))
    client = signed_in(next(iter(members(cast, row.may).values())))
    for method in {"GET", "POST", "DELETE"} - rows.keys():
        with undone():
            response = client.generic(method, reverse(route, kwargs=row.args(scene)))
        assert response.status_code == 405, method
