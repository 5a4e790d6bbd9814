"""Two teachers write to each other: with the keyboard alone, and as it comes, without reloading."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.newcomers import Newcomer, teachers_of
from tests.browser.person import Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

SUBJECT = "La salle des maîtres"
FIRST = "Qui a pris la clé ?"


def test_letters_come_by_themselves_and_none_twice(
    stack: Stack, window: Callable[..., Page]
) -> None:
    known = teachers_of(stack, "École des lettres", 2)
    pages = [window(locale="fr-FR") for _ in known]
    lines = lines_of(pages[1])
    writer, reader = (comes_in(*each) for each in zip(pages, known, strict=True))
    complaints = complaints_on(writer.page)
    writes_with_the_keyboard(writer, known[1])
    opens_what_came(reader)
    answers(writer, "Je l’ai trouvée.")
    expect(written(reader)).to_contain_text("Je l’ai trouvée.")
    with cut_off(reader, lines):
        for words in ("Un", "Deux"):
            answers(writer, words)
    expect(written(reader).locator(".comment")).to_have_count(4)
    for words in ("Un", "Deux"):
        expect(written(reader).get_by_text(words, exact=True)).to_have_count(1)
    assert complaints == []


def comes_in(page: Page, teacher: Newcomer) -> Person:
    person = Person(page, "fr", Manner.KEYBOARD, inspects=False)
    person.activates(teacher.login, teacher.code)
    person.agrees_to_the_charter()
    return person


def complaints_on(page: Page) -> list[str]:
    """What the browser complains of on its console from now on."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def writes_with_the_keyboard(writer: Person, to: Newcomer) -> None:
    """Whom it is for is found by name; what is typed is still there after reloading."""
    writer.opens("/messages/new/")
    writer.writes("words", to.name)
    found = writer.page.locator("button[name=person]")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(to.name)
    writer.uses(found)
    expect(writer.page).to_have_url(re.compile("/messages/drafts/"))
    writer.writes("subject", SUBJECT)
    with writer.page.expect_response(lambda answer: "la clé" in (answer.request.post_data or "")):
        writer.writes("body", FIRST)
    writer.page.reload()
    expect(writer.page.locator("[name=subject]")).to_have_value(SUBJECT)
    expect(writer.page.locator("[name=body]")).to_have_value(FIRST)
    writer.presses("Send")
    expect(written(writer)).to_contain_text(FIRST)


def opens_what_came(reader: Person) -> None:
    """The feed is open, and counts it by itself on the next page; the inbox shows it."""
    reader.presses("Messages")
    reader.follows(SUBJECT)
    expect(written(reader)).to_contain_text(FIRST)
    expect(reader.page.locator("body")).to_have_attribute("data-live", "yes")


def answers(writer: Person, words: str) -> None:
    writer.writes("body", words)
    writer.presses("Send")
    expect(written(writer)).to_contain_text(words)


def lines_of(page: Page) -> list[WebSocketRoute]:
    """The sockets on which the page hears of anything."""
    heard: list[WebSocketRoute] = []

    def opens(line: WebSocketRoute) -> None:
        heard.append(line)
        server = line.connect_to_server()
        server.on_message(lambda said: line.send(said) if line in heard else None)

    page.route_web_socket(re.compile("."), opens)
    return heard


@contextmanager
def cut_off(reader: Person, lines: list[WebSocketRoute]) -> Iterator[None]:
    """As a phone between two networks is: nobody tells its sockets that nothing comes any more."""
    reader.page.context.set_offline(True)
    lines.clear()
    yield
    reader.page.context.set_offline(False)


def written(person: Person) -> Locator:
    return person.page.locator("#written")
