"""A child of six comes in: a card, three pictures, no word to type."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Manner, Person
from tests.browser.stack import ROOT, Stack

pytestmark = pytest.mark.browser

ROLL = ROOT / "tests" / "rolls" / "tilleuls"
MINE = ("cat", "rocket", "umbrella")
# No page tells a code but the PDF.
ISSUE = """
from accounts.actions.codes import issue_codes
from accounts.models import Membership, School
from core import wall
school = School.objects.get(name={school!r})
School.objects.filter(pk=school.pk).update(pictures_up_to=1)
with wall.within(school.pk):
    child = Membership.objects.get(school=school, user__username__startswith="joachim.castelnau")
    (issued,) = issue_codes(None, people=[child])
    print("card", issued.membership.user.username, issued.code)
"""


def card_in(stack: Stack, school: str) -> list[str]:
    """Login and code of a child of CP."""
    stack.manage("import_roll", str(ROLL), "--school", school)
    said = stack.manage("shell", "--no-imports", "-c", ISSUE.format(school=school))
    return said.split("card ")[-1].split()


def touches_pictures(person: Person) -> None:
    for place, name in enumerate(MINE, start=1):
        picture = person.page.locator(f"#picture-{name}")
        person.uses(picture)
        if place < len(MINE):
            expect(picture).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("manner", list(Manner), ids=lambda manner: manner.value)
def test_a_child_comes_in_with_a_card_and_pictures(
    stack: Stack, window: Callable[..., Page], manner: Manner
) -> None:
    login, code = card_in(stack, f"École des images, {manner.value}")
    scripts = manner is not Manner.WITHOUT_SCRIPTS
    for visit in ("first", "second"):
        page = window(locale="fr-FR", java_script_enabled=scripts)
        child = Person(page, "fr", manner, inspects=manner is Manner.MOUSE)
        child.opens(f"/card/#{login}/{code}")
        if not scripts:
            page.locator("summary").click()
            child.writes("login", login)
            child.writes("code", code)
            page.locator("details button").click()
        expect(page).to_have_url(f"{stack.address}/card/pictures/")
        child.looks_well()
        if visit == "first":
            touches_pictures(child)
            child.sees("Now touch the same three once more.")
            child.looks_well()
        touches_pictures(child)
        expect(page).to_have_url(f"{stack.address}/charter/")
