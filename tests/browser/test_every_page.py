"""Every page of the access table as a phone shows it: for eyes, ears and fingers of all kinds."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from tests.access.people import NOBODY, members
from tests.access.rows import (
    REFUSED,
    of_asking_entry,
    of_conversation,
    of_entry,
    of_unpublished,
    the_comment,
)
from tests.access.scene import Scene
from tests.access.table import OK, Row
from tests.access.test_routes import IN_USE, named, send
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

pytestmark = pytest.mark.browser

HOUSE = "https://preau.test"
PHONE = {"width": 390, "height": 844}
PAGES = {OK, REFUSED}
# Whose pages have most on them come first.
READERS = ("teacher", "mother", "student", "administrator")
MEASURES = """() => ({
    headings: document.querySelectorAll("h1").length,
    is_titled: /^[^·]/.test(document.title),
    fits: document.documentElement.scrollWidth <= innerWidth,
})"""
FAULTS = """async options => (await axe.run(options)).violations.flatMap(
    ({id, nodes}) => nodes.map(({html, failureSummary}) => [id, html, failureSummary])
)"""

# Pages between two of the table, and one of a form that is refused.
BETWEEN = [
    Row(
        route="newsfeed:entry",
        method="POST",
        args=of_entry,
        data=lambda _: {"body": "Tu es trop nul, mon numéro : 06 12 34 56 78"},
        may={"student"},
        answer=REFUSED,
    ),
    Row(
        route="messaging:conversation",
        method="POST",
        args=of_conversation,
        data=lambda _: {"body": "Tu es trop nul"},
        may={"teacher"},
        answer=REFUSED,
    ),
    Row(route="newsfeed:entry", args=of_asking_entry, may={"mother"}),
    Row(route="moderation:report", args=the_comment, may={"student"}),
    Row(
        route="newsfeed:compose",
        method="POST",
        args=of_unpublished,
        data=lambda scene: {
            "do": "publish",
            "seen": scene.unpublished.version,
            "event-place": "Musée",
            "poll-question": "Quel goûter ?",
        },
        may={"teacher"},
        answer=REFUSED,
    ),
]
ERRORS = ("400.html", "403_csrf.html", "404.html", "429.html", "500.html")


def reader_of(row: Row) -> str | None:
    """Somebody who is shown a page, if anybody is."""
    if row.anonymous in PAGES:
        return NOBODY
    for kind in (*READERS, *sorted(row.may)):
        if row.expected_of(kind) in PAGES:
            return kind
    return None


SHOWN = [(row, reader) for row in [*IN_USE, *BETWEEN] if (reader := reader_of(row))]


# Before the scene is set: where a browser is driven, Django connects anew to the database.
@pytest.fixture(scope="module", autouse=True)
def phone(browser: Browser) -> Iterator[Page]:
    """Shows what it is given with the style from the disk, and asks nobody for anything.

    Without scripts of ours: the page as everybody gets it first.
    """
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]  # a size
    context.route("**/*", lambda route: route.abort())
    context.route("**/*.css", _style)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def _style(route: Route) -> None:
    path = urlsplit(route.request.url).path
    route.fulfill(path=finders.find(path.removeprefix(settings.STATIC_URL)))


@pytest.mark.parametrize(
    ("row", "reader"), SHOWN, ids=[f"{named(row)} as {reader}" for row, reader in SHOWN]
)
def test_a_page_is_for_everybody(
    cast: Cast, scene: Scene, phone: Page, row: Row, reader: str
) -> None:
    client = SchoolClient() if reader == NOBODY else signed_in(*members(cast, [reader]).values())
    answer = send(client, row, scene, row.args(scene))
    assert str(answer.status_code) in PAGES
    if not is_page(answer):
        return
    shows(phone, reverse(row.route, kwargs=row.args(scene)), answer.content)
    is_for_everybody(phone)


@pytest.mark.parametrize("template", ERRORS)
def test_an_error_is_for_everybody(phone: Page, template: str) -> None:
    with translation.override("fr"):
        shows(phone, "/", render_to_string(template))
    is_for_everybody(phone)


def test_what_is_wrong_is_found(phone: Page) -> None:
    shows(
        phone,
        "/",
        "<!doctype html><title> · Préau</title><h1>1</h1><h1>2</h1><p style='width: 400px'>words",
    )
    assert phone.evaluate(MEASURES) == {"headings": 2, "is_titled": False, "fits": False}
    shows(phone, "/", "<title>Préau</title><p style='color: #777; background: #888'>words</p>")
    assert {rule for rule, *_ in faults(phone, "color-contrast")} == {"color-contrast"}
    assert {"color-contrast", "html-has-lang"} < {rule for rule, *_ in faults(phone)}


def is_page(answer: Any) -> bool:
    """And not a file, or what is put into a page."""
    return not answer.streaming and answer.content.startswith(b"<!doctype html>")


def shows(phone: Page, path: str, html: bytes | str) -> None:
    shown = HOUSE + path
    phone.route(
        shown, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    phone.emulate_media(color_scheme="light")
    phone.goto(shown)
    phone.unroute(shown)


def is_for_everybody(phone: Page) -> None:
    """It has a name and one heading, nothing stands beyond the edge, and axe finds nothing."""
    assert phone.evaluate(MEASURES) == {"headings": 1, "is_titled": True, "fits": True}
    assert faults(phone) == []
    phone.emulate_media(color_scheme="dark")
    assert faults(phone, "color-contrast") == []


def faults(phone: Page, *rules: str) -> list[Any]:
    """Where axe finds some, by these of its rules or by all."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found: list[Any] = phone.evaluate(FAULTS, options)
    return found
