"""A teacher writes with the editor, and pastes what stood elsewhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.newcomers import teachers_of
from tests.browser.person import Manner, Person
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

PASTE = """(sheet, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const options = { clipboardData, bubbles: true, cancelable: true };
    sheet.dispatchEvent(new ClipboardEvent("paste", options));
}"""
TABLE = """<table><tr><th>Lundi</th><td>piscine</td></tr><tr><th>Mardi</th><td>chant</td></tr></table>
<table><tr><td><p>Jeudi</p></td><td><p>rien</p></td></tr></table>"""


def test_the_words_of_a_pasted_table_stay_apart(stack: Stack, window: Callable[..., Page]) -> None:
    (known,) = teachers_of(stack, "École des tableaux", 1)
    teacher = Person(window(locale="fr-FR"), "fr", Manner.MOUSE, inspects=False)
    teacher.activates(known.login, known.code)
    teacher.agrees_to_the_charter()
    teacher.presses("Write")
    sheet = teacher.page.locator(".sheet")
    sheet.evaluate(PASTE, TABLE)
    expect(sheet.locator("p")).to_have_text(["Lundi piscine", "Mardi chant", "Jeudi", "rien"])
