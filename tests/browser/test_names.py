"""The program in development has more than one name."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import PASSWORD, Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser


def test_pages_are_live_under_the_other_name_too(stack: Stack, window: Callable[..., Page]) -> None:
    said = stack.manage("create_school", "École aux deux noms", "--admin", "Odile Deux")
    login, code = re.findall(r": (\S+)$", said, re.MULTILINE)
    person = Person(window(locale="fr-FR"), "fr", Manner.MOUSE, inspects=False)
    person.opens(stack.address.replace("127.0.0.1", "localhost") + "/activate/")
    person.writes("login", login)
    person.writes("code", code)
    person.presses("Go on")
    person.writes("password", PASSWORD)
    person.writes("again", PASSWORD)
    person.presses("Open my account")
    body = person.page.locator("body")
    expect(body).to_have_attribute("data-socket-url", re.compile("^ws://localhost:"))
    expect(body).to_have_attribute("data-live", "yes")
