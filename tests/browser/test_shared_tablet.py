"""What whoever comes next finds in a browser, and a passkey of a real one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import PASSWORD, Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser


@pytest.fixture
def person(stack: Stack, window: Callable[..., Page]) -> Person:
    """In front of a device that knows their finger. Passkeys need a name: an address has none."""
    address = stack.address.replace("127.0.0.1", "localhost")
    page = window(base_url=address, locale="en-GB")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
    return Person(page, "en", Manner.MOUSE, inspects=False)


def test_a_passkey_opens_and_nothing_is_left_behind(stack: Stack, person: Person) -> None:
    said = stack.manage("create_school", "École de la tablette", "--admin", "Ondine Vasseur")
    login, code = re.findall(r": (\S+)$", said, re.MULTILINE)
    person.opens("/activate/")
    person.writes("login", login)
    person.writes("code", code)
    person.presses("Go on")
    person.writes("password", PASSWORD)
    person.writes("again", PASSWORD)
    person.page.get_by_role("button", name="Ouvrir mon compte").click()
    person.page.get_by_role("button", name="English").click()
    makes_a_passkey(person)
    person.presses("I agree")
    feed = person.page.url
    expect(person.page.locator("body")).to_contain_text("Ondine")
    signs_out(person)
    person.page.go_back()
    expect(person.page.locator("[name=login]")).to_be_visible()
    expect(person.page.locator("body")).not_to_contain_text("Ondine")
    person.opens("/sign-in/")
    person.presses("I have a passkey")
    expect(person.page).to_have_url(feed)
    expect(person.page.locator("body")).to_contain_text("Ondine")
    leaves_a_page_whose_session_is_over(person)


def leaves_a_page_whose_session_is_over(person: Person) -> None:
    """What the page fetches by itself may hear of it before its socket does."""
    person.page.context.clear_cookies()
    person.page.evaluate("document.body.dispatchEvent(new CustomEvent('look:feed'))")
    expect(person.page).to_have_url(re.compile("/signed-out/$"))


def makes_a_passkey(person: Person) -> None:
    person.presses("Make a passkey")
    person.writes("name", "This tablet")
    person.presses("Make the passkey")
    expect(person.page.locator(".codes code")).to_have_count(10)
    person.presses("I have kept them, go on")


def signs_out(person: Person) -> None:
    person.page.locator("details.menu summary").first.click()
    person.presses("Sign out")
    person.sees("See you soon!")
