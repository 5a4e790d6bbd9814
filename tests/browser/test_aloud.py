"""The words of an entry are read aloud, by a voice that is on the device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

SCRIPT = (Path(settings.BASE_DIR) / "static" / "js" / "aloud.js").read_text()
VOICES = """
window.said = [];
window.asked = window.hushed = 0;
const voices = VOICES;
Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => { asked += 1; return voices; }, addEventListener: () => {},
    cancel: () => { window.hushed += 1; },
    speak: (said) => {
        window.said.push([said.text, said.voice.name, said.lang]);
        window.ends = said.onend;
    },
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
null;
"""
HERE = '[{ name: "away", lang: "fr-FR" }, { name: "here", lang: "fr-FR", localService: true }]'
ELSEWHERE = '[{ name: "away", lang: "fr-FR" }, { name: "other", lang: "en", localService: true }]'
ENTRY = '<article class="entry"><header>Mme Roy</header><h2>Piscine</h2><p class="prose">Mardi.</p></article>'
PAGE = f"""<html lang="fr"><main>{ENTRY}</main>
<template id="aloud"><button class="aloud">Écouter</button></template>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def shown(page: Page, voices: str) -> None:
    page.set_content(PAGE)
    shows_voices(page, voices)


def shows_voices(page: Page, voices: str) -> None:
    page.evaluate(VOICES.replace("VOICES", voices))
    page.add_script_tag(content=SCRIPT, type="module")
    page.wait_for_function("asked > 0")


def test_an_entry_is_read_aloud_also_one_that_came_later(page: Page) -> None:
    shown(page, HERE)
    page.locator(".aloud").click()
    assert page.evaluate("said") == [["Piscine. Mardi.", "here", "fr"]]
    page.evaluate(
        "entry => document.querySelector('main').insertAdjacentHTML('beforeend', entry)", ENTRY
    )
    expect(page.locator("main .aloud")).to_have_count(2)


@pytest.mark.parametrize(
    ("part", "after", "heard"),
    [
        pytest.param(
            "<div data-listen><header><h2>Dis-le</h2></header><button>Méchant</button></div>",
            "main header",
            "Dis-le. Méchant",
            id="a page that is to be heard whole",
        ),
        pytest.param(
            '<article class="feed-notice"><div><p>Publié.</p><p>hier</p></div><form></form></article>',
            ".feed-notice > div > p",  # beside the words it would take their room
            "Publié.",
            id="a notice",
        ),
        pytest.param(
            '<article class="entry hidden"><svg></svg><p>Caché ici.</p></article>',
            ".hidden > p",
            "Caché ici.",
            id="something hidden",
        ),
    ],
)
def test_what_else_is_read_aloud(page: Page, part: str, after: str, heard: str) -> None:
    page.set_content(PAGE.replace(ENTRY, part))
    shows_voices(page, HERE)
    page.locator(f"{after} + .aloud").click()
    assert page.evaluate("said") == [[heard, "here", "fr"]]


@pytest.mark.parametrize("how", ["pressed again", "read to its end"])
def test_it_stops(page: Page, how: str) -> None:
    shown(page, HERE)
    listen = page.locator("main .aloud")
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    hushed = page.evaluate("hushed")
    if how == "pressed again":
        listen.click()
    else:
        page.evaluate("ends()")
    expect(listen).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("hushed") == hushed + 1
    assert page.evaluate("said.length") == 1


def test_without_voices_nothing_is_offered(page: Page) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(PAGE)
    page.evaluate("delete window.speechSynthesis")
    page.add_script_tag(content=f"{SCRIPT}; window.ran = true;", type="module")
    page.wait_for_function("window.ran")
    expect(page.locator("main .aloud")).to_have_count(0)
    assert complaints == []


def test_no_voice_from_elsewhere_is_given_the_words(page: Page) -> None:
    shown(page, ELSEWHERE)
    expect(page.locator("main .aloud")).to_have_count(0)
