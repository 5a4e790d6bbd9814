"""What whoever comes next finds in a browser, and a passkey of a real one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import PASSWORD, Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

NAMELESS = re.compile(r"/offline/|/static/.+\.[0-9a-f]{12}\.\w+")
SCRIPTS = "navigator.serviceWorker.getRegistrations().then(({length}) => length)"
KEPT = """async () => {
    const kept = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(kept.map((cache) => cache.keys()));
    return requests.flat().map(({url}) => new URL(url).pathname);
}"""


@pytest.fixture
def person(stack: Stack, window: Callable[..., Page]) -> Person:
    """In front of a device that knows their finger. Passkeys need a name: an address has none."""
    address = stack.address.replace("127.0.0.1", "localhost")
    page = window(base_url=address, locale="en-GB", service_workers="allow")
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
    keeps_nothing_that_was_read(person)
    signs_out(person)
    assert person.page.evaluate(KEPT) == []
    assert person.page.evaluate(SCRIPTS) == 0
    person.page.go_back()
    expect(person.page.locator("[name=login]")).to_be_visible()
    expect(person.page.locator("body")).not_to_contain_text("Ondine")
    person.opens("/sign-in/")
    person.presses("I have a passkey")
    expect(person.page).to_have_url(feed)
    expect(person.page.locator("body")).to_contain_text("Ondine")
    leaves_a_page_whose_session_is_over(person)


def keeps_nothing_that_was_read(person: Person) -> None:
    """But one page without a name, for when there is no connection, and what it is drawn with."""
    person.page.evaluate("navigator.serviceWorker.ready")
    person.opens("/me/")
    kept = person.page.evaluate(KEPT)
    assert "/offline/" in kept
    assert [path for path in kept if not NAMELESS.fullmatch(path)] == []
    person.page.context.set_offline(True)
    person.opens("/people/")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Aucune connexion")
    expect(person.page.locator("body")).not_to_contain_text("Ondine")
    person.page.context.set_offline(False)
    person.presses("Try again")
    expect(person.page.locator("body")).to_contain_text("Ondine")


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
