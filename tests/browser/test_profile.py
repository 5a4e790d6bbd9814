"""What one tells of oneself, with the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser


def test_one_tells_of_oneself_by_keyboard(stack: Stack, window: Callable[..., Page]) -> None:
    said = stack.manage("create_school", "École du portrait", "--admin", "Ada Portrait")
    login, code = re.findall(r": (\S+)$", said, re.MULTILINE)
    person = Person(window(locale="fr-FR"), "fr", Manner.MOUSE, inspects=False)
    person.activates(login, code)
    person.adds_an_app()
    person.presses("I agree")
    person.manner, person.inspects = Manner.KEYBOARD, True
    person.uses(person.page.locator(".topbar summary"))
    person.presses("My page")
    person.presses("Tell of myself")
    person.chooses(person.says("curious"))
    person.writes("motto", "Pas à pas")
    person.writes("interests", "les échecs, lire")
    person.uses(person.page.locator("main form summary"))
    expect(person.page.locator("[name=motto_to]")).to_be_visible()
    person.looks_well()
    person.presses("Save")
    for told in ("Pas à pas", "les échecs", "Envie de découvrir"):
        person.sees_text(told)
