"""A school that has no file at all, set up class by class and person by person."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

CHILD = ("Nils", "Garenne")
FATHER = ("Aurèle", "Garenne")


@pytest.mark.parametrize(
    "manner", [Manner.KEYBOARD, Manner.WITHOUT_SCRIPTS], ids=lambda manner: manner.value
)
def test_a_school_is_set_up_by_hand(
    stack: Stack, window: Callable[..., Page], manner: Manner
) -> None:
    school = f"École des mains, {manner.value}"
    said = stack.manage("create_school", school, "--admin", "Ida Roux")
    login, code = re.findall(r": (\S+)$", said, re.MULTILINE)

    def somebody() -> Person:
        scripts = manner is not Manner.WITHOUT_SCRIPTS
        page = window(locale="fr-FR", java_script_enabled=scripts)
        return Person(page, "fr", manner, inspects=False)

    ida = somebody()
    ida.activates(login, code)
    ida.adds_an_app()
    ida.agrees_to_the_charter()
    makes_a_class(ida)
    adds(ida, CHILD, "student", born="2018-04-03")
    adds(ida, FATHER, "parent")
    links(ida, " ".join(CHILD))
    father = somebody()
    father.activates(*a_code_from(ida))
    father.agrees_to_the_charter()
    father.presses("Who is who")
    father.follows(" ".join(CHILD))
    father.sees_text("CE1")


def makes_a_class(ida: Person) -> None:
    ida.presses("People")
    ida.presses("Classes")
    ida.presses("Add a class")
    ida.writes("name", "CE1")
    ida.presses("Save")
    ida.sees_text("CE1")


def adds(ida: Person, names: tuple[str, str], profile: str, born: str = "") -> None:
    ida.presses("People")
    ida.presses("Add somebody")
    first_name, last_name = names
    ida.writes("first_name", first_name)
    ida.writes("last_name", last_name)
    ida.chooses(ida.says(profile))
    if born:
        ida.page.locator("[name=birth_date]").fill(born)
        ida.chooses("CE1")
    ida.presses("Add")
    ida.sees_text(f"{first_name} {last_name}")


def links(ida: Person, child: str) -> None:
    """A new parent is asked for their children at once."""
    ida.writes("words", child)
    ida.presses("Look for")
    ida.presses("Link")
    ida.sees_text(child)


def a_code_from(ida: Person) -> list[str]:
    """Login and code of whose family is on the page."""
    ida.follows(" ".join(FATHER))
    ida.presses("Make an activation code")
    ida.presses("Make the code")
    told = ida.page.locator("dd.login")
    expect(told).to_have_count(2)
    return told.all_inner_texts()
