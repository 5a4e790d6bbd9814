"""A teacher sends files with a message, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.newcomers import teachers_of
from tests.browser.person import Manner, Person
from tests.browser.stack import Stack
from tests.uploads.samples import WHOLE

pytestmark = pytest.mark.browser

REFUSED = {"jeu.exe": b"MZ", "dessin.svg": b"<svg>"}


def file(name: str, content_type: str) -> FilePayload:
    return {"name": name, "mimeType": content_type, "buffer": WHOLE[content_type]}


def refused(name: str) -> FilePayload:
    return {"name": name, "mimeType": "x/y", "buffer": REFUSED[name]}


def attach(person: Person, *files: FilePayload) -> None:
    person.gives("files", files)
    if not person.has_scripts:
        person.presses("Attach them")


@pytest.mark.parametrize(
    "manner", [Manner.MOUSE, Manner.WITHOUT_SCRIPTS], ids=lambda manner: manner.value
)
def test_files_go_with_a_message(stack: Stack, window: Callable[..., Page], manner: Manner) -> None:
    (known,) = teachers_of(stack, f"École des fichiers, {manner.value}", 1)
    scripts = manner is not Manner.WITHOUT_SCRIPTS
    page = window(locale="fr-FR", java_script_enabled=scripts)
    teacher = Person(page, "fr", manner, inspects=scripts)
    teacher.activates(known.login, known.code)
    teacher.agrees_to_the_charter()
    teacher.opens("/messages/new/")
    page.locator("button[name=group]").first.click()
    teacher.writes("body", "Voici la lettre.")
    kept = page.locator("#attached")
    # As a finger leaves it, which chooses files without a focus.
    page.locator("[name=body]").blur()
    attach(teacher, file("lettre.pdf", "application/pdf"), file("lac.jpg", "image/jpeg"))
    expect(kept).to_contain_text("lettre.pdf")
    expect(kept.get_by_alt_text("lac.jpg")).to_be_visible()
    expect(page.locator("#kept .saved")).to_be_visible()
    expect(page.locator("#kept")).not_to_be_focused()
    attach(teacher, *(refused(name) for name in REFUSED), file("carte.png", "image/png"))
    expect(kept.get_by_alt_text("carte.png")).to_be_visible()
    for name in REFUSED:
        expect(page.get_by_role("alert")).to_contain_text(name)
    expect(page.locator("[name=body]")).to_have_value("Voici la lettre.")
    teacher.looks_well()
    teacher.uses(kept.get_by_role("button").last)
    expect(kept.get_by_alt_text("carte.png")).to_have_count(0)
    attach(teacher, file("chant.wav", "audio/wav"))
    # Also in the moment in which a file is still on its way.
    teacher.presses("Send")
    expect(page.locator(".files li")).to_have_count(3)
    expect(page.locator("#written")).to_contain_text("chant.wav")
    expect(page.locator("audio")).to_have_attribute("preload", "none")
    teacher.looks_well()
