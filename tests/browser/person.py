"""Somebody in front of their own window, who reads labels and presses what carries them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import FilePayload, Locator, Page, Response, expect

from tests.factors import code_of_now

PASSWORD = "la cour sous les tilleuls"
# The tab key reaches everything on a page long before that, or never.
LONGEST_WAY = 300
# In seconds. A machine with other work must not make a story fail.
PATIENCE = 30


class Manner(Enum):
    """How a person uses their window."""

    MOUSE = "mouse"
    KEYBOARD = "keyboard"
    WITHOUT_SCRIPTS = "without scripts"


@dataclass
class Person:
    page: Page
    language: str
    manner: Manner
    inspects: bool

    @property
    def has_scripts(self) -> bool:
        return self.manner is not Manner.WITHOUT_SCRIPTS

    def says(self, message: str) -> str:
        """The words of the page for this message, in the person's language."""
        with translation.override(self.language):
            return gettext(message)

    def opens(self, path: str) -> Response:
        response = self.page.goto(path)
        assert response is not None
        return response

    def presses(self, message: str, within: Locator | None = None) -> None:
        """Presses the button or follows the link that says this."""
        # A number may follow: how many there are to look at.
        name = re.compile(rf"^\s*{re.escape(self.says(message))}(\s+\d+)?\s*$")
        place = within or self.page.locator("body")
        self.uses(
            place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first
        )

    def uses(self, control: Locator) -> None:
        """Clicks, or goes there with the tab key and presses enter (space, for a choice)."""
        if self.manner is not Manner.KEYBOARD:
            control.click()
            return
        self._tabs_to(control)
        kind = control.get_attribute("type")
        self.page.keyboard.press("Space" if kind in ("checkbox", "radio") else "Enter")

    def writes(self, name: str, words: str) -> None:
        """Fills the field of this name."""
        field = self.page.locator(f"main [name={name}], form [name={name}]").first
        # With scripts, rich text is written on a sheet in its place.
        if self.has_scripts and field.evaluate("field => Boolean(field.closest('[data-writes]'))"):
            field = self.page.locator(".sheet")
        if self.manner is not Manner.KEYBOARD:
            field.fill(words)
            return
        self._tabs_to(field)
        self.page.keyboard.insert_text(words)

    def chooses(self, label: str) -> None:
        """Ticks the choice with this label."""
        choice = self.page.get_by_label(label, exact=True)
        if not choice.is_checked():
            if self.manner is Manner.KEYBOARD and choice.get_attribute("type") == "radio":
                self._goes_along_to(choice)
            else:
                self.uses(choice)
        expect(choice).to_be_checked()

    def follows(self, text: str) -> None:
        """Follows the link with this very text, which is somebody's and in no language."""
        self.uses(self.page.get_by_role("link", name=text, exact=True).first)

    def gives(self, name: str, files: Sequence[Path] | Sequence[FilePayload]) -> None:
        """Chooses files; which dialog the system opens for it is none of the page's."""
        self.page.locator(f"[name={name}]").set_input_files(files)

    def sees(self, message: str) -> None:
        self.sees_text(self.says(message))

    def sees_text(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def waits_for(self, message: str) -> None:
        """What comes by itself where there are scripts, and by looking again where there are none."""
        words = self.says(message)
        for _ in range(0 if self.has_scripts else PATIENCE):
            if words in self.page.locator("main").inner_text():
                break
            self.page.reload()
        expect(self.page.locator("main")).to_contain_text(words)

    def activates(self, login: str, code: str) -> None:
        """First sign-in: the code, then an own password."""
        self.opens("/activate/")
        self.writes("login", login)
        self.writes("code", code)
        self.presses("Go on")
        self.page.locator("[name=password]").wait_for()
        self.looks_well()
        self.writes("password", PASSWORD)
        self.writes("again", PASSWORD)
        self.presses("Open my account")

    def adds_an_app(self) -> list[str]:
        """What an administrator does first, since nothing else is open; the recovery codes."""
        self.sees("A second step when you sign in")
        self.presses("Use an app")
        secret = self.page.locator("code.login").text_content()
        assert secret is not None
        self.writes("code", code_of_now(secret))
        self.presses("Use this app")
        codes = self.page.locator(".codes code")
        expect(codes).to_have_count(10)
        recovery_codes = codes.all_inner_texts()
        self.presses("I have kept them, go on")
        return recovery_codes

    def agrees_to_the_charter(self) -> None:
        self.sees("Here is what everybody here agrees to. Read it, alone or with somebody.")
        self.presses("I agree")
        expect(self.page).not_to_have_url(re.compile("/charter/"))

    def looks_well(self) -> None:
        """For whoever inspects: the page is without fault for axe, in light and in dark.

        Only for what `test_every_page` does not come to: it looks at more for less.
        """
        if not self.inspects:
            return
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found = Axe().run(self.page)
            assert found.violations_count == 0, (
                f"{self.page.url} ({scheme}): {found.generate_report()}"
            )
        self.page.emulate_media(color_scheme="light")

    def _goes_along_to(self, choice: Locator) -> None:
        """The tab key stops once at choices of which one is taken; the arrows go from one on."""
        of_these = self.page.locator(f"[name={choice.get_attribute('name')}]")
        taken = of_these.and_(self.page.locator(":checked"))
        self._tabs_to(taken if taken.count() else of_these.first)
        self.page.keyboard.press("Space")
        for _ in range(of_these.count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _tabs_to(self, control: Locator) -> None:
        control.wait_for()
        for _ in range(LONGEST_WAY):
            if control.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The tab key does not reach {control}")
