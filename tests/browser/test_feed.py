"""A parent reads the feed: it goes on by itself, says what arrives, and knows where new ends."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from newsfeed.sql import PAGE
from tests.browser.newcomers import Newcomer, parent_of_two_classes, student_of
from tests.browser.person import Manner, Person
from tests.browser.stack import Stack
from tests.browser.test_aloud import HERE, VOICES

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
FINGER = 44
MINUTE_IN_MS = 60_000
PUBLISH = """
from datetime import timedelta
from accounts.models import Group, Membership, School
from core import clock, wall
from newsfeed.actions import publish_entry
school = School.objects.get(name={school!r})
with wall.within(school.pk):
    teacher = Membership.objects.get(profile="teacher", enrolments__school_class__name={room!r})
    groups = Group.objects.filter(kind="class", profile="", school_class__name={room!r})
    for title in {titles!r}:
        with clock.at(clock.now() - timedelta(seconds={ago})):
            publish_entry(teacher, groups=groups, title=title, body="<p>Des mots.</p>" * 5)
"""
PIN = """
from accounts.models import School
from core import wall
from newsfeed.actions import edit_entry
from newsfeed.models import Entry
school = School.objects.get(name={school!r})
with wall.within(school.pk):
    entry = Entry.objects.get(school=school, title={title!r})
    by, read = entry.author, dict(title=entry.title, body=entry.body)
    edit_entry(by, entry=entry, is_pinned={pinned!r}, **read)
"""
A_DAY_PASSES = """
from datetime import timedelta
from django.db.models import F
from accounts.models import School
from core import wall
from newsfeed.models import Visit
school, day = School.objects.get(name={school!r}), timedelta(days=1)
with wall.within(school.pk):
    Visit.objects.update(since=F("since") - day, at=F("at") - day)
"""


@dataclass(frozen=True)
class Feed:
    """What the teachers of a school write, before the eyes of one reader."""

    stack: Stack
    school: str
    reader: Person

    @property
    def entries(self) -> Locator:
        return self.reader.page.locator(".entry")

    @property
    def titles(self) -> list[str]:
        """Of all that is on the page, from its top."""
        return self.entries.locator("h2").all_inner_texts()

    def gets(self, room: str, titles: Sequence[str], ago: timedelta = timedelta()) -> None:
        self._runs(PUBLISH, room=room, titles=list(titles), ago=ago.total_seconds())

    def keeps(self, title: str, *, pinned: bool) -> None:
        self._runs(PIN, title=title, pinned=pinned)

    def is_opened(self) -> None:
        self.reader.opens("/")
        if self.reader.has_scripts:
            expect(self.reader.page.locator("body")).to_have_attribute("data-live", "yes")

    def is_opened_a_day_later(self) -> None:
        self._runs(A_DAY_PASSES)
        self.is_opened()

    def _runs(self, script: str, **words: object) -> None:
        said = script.format(school=self.school, **words)
        self.stack.manage("shell", "--no-imports", "-c", said)


def feed_of(
    stack: Stack,
    school: str,
    page: Page,
    manner: Manner = Manner.MOUSE,
    who: Callable[[Stack, str], Newcomer] = parent_of_two_classes,
) -> Feed:
    known = who(stack, school)
    reader = Person(page, "fr", manner, inspects=False)
    reader.activates(known.login, known.code)
    reader.agrees_to_the_charter()
    return Feed(stack, school, reader)


def numbered(word: str, number: int) -> list[str]:
    return [f"{word} {each}" for each in range(number)]


def top_of(card: Locator) -> float:
    top: float = card.evaluate("card => card.getBoundingClientRect().top")
    return top


def test_on_a_phone_what_one_does_with_an_entry_is_one_row(
    stack: Stack, window: Callable[..., Page]
) -> None:
    feed = feed_of(stack, "École du téléphone", window(locale="fr-FR", viewport=PHONE))
    feed.gets("CM1", ["Nouvelle"])
    feed.is_opened()
    ways = feed.entries.locator("> footer a, > .react")
    expect(ways).to_have_count(3)
    boxes = ways.evaluate_all("ways => ways.map(way => way.getBoundingClientRect().toJSON())")
    assert len({box["top"] for box in boxes}) == 1
    assert all(min(box["width"], box["height"]) >= FINGER for box in boxes)


def test_what_is_older_follows_as_one_scrolls(stack: Stack, window: Callable[..., Page]) -> None:
    feed = feed_of(stack, "École du fil", window(locale="fr-FR", viewport=PHONE))
    told = numbered("Nouvelle", 2 * PAGE + 5)
    feed.gets("CM1", told)
    feed.is_opened()
    for shown in (PAGE, 2 * PAGE):
        expect(feed.entries).to_have_count(shown)
        feed.reader.page.mouse.wheel(0, 100_000)
    expect(feed.entries).to_have_count(len(told))
    assert feed.titles == told[::-1]
    expect(feed.reader.page.locator(".older")).to_have_count(0)


def test_what_is_older_is_behind_links_without_scripts(
    stack: Stack, window: Callable[..., Page]
) -> None:
    page = window(locale="fr-FR", java_script_enabled=False)
    feed = feed_of(stack, "École des pages", page, Manner.WITHOUT_SCRIPTS)
    told = numbered("Nouvelle", 2 * PAGE + 5)
    feed.gets("CM1", told)
    feed.is_opened()
    read = feed.titles
    while feed.reader.page.locator(".older").count():
        feed.reader.presses("Older")
        read += feed.titles
    assert read == told[::-1]


@pytest.mark.parametrize("place", ["at the top", "further down"])
def test_what_arrives_says_so_and_moves_nothing(
    stack: Stack, window: Callable[..., Page], place: str
) -> None:
    """More than a page of it, of two teachers at once."""
    feed = feed_of(stack, f"École des arrivées, {place}", window(locale="fr-FR", viewport=PHONE))
    known = numbered("Connu", 5)
    feed.gets("CM1", known)
    feed.is_opened()
    card = feed.entries.nth(0 if place == "at the top" else 2)
    # As in a browser that does not hold the page still by itself.
    card.evaluate("() => document.documentElement.style.overflowAnchor = 'none'")
    if place == "further down":
        card.evaluate("card => scrollTo(0, card.getBoundingClientRect().top + scrollY - 80)")
    before = top_of(card)
    read = feed.reader.page.locator(f"#{card.get_attribute('id')}")
    fresh = {room: numbered(room, 14) for room in ("CM1", "CE2")}
    with ThreadPoolExecutor() as at_once:
        list(at_once.map(feed.gets, fresh.keys(), fresh.values()))
    expect(feed.entries).to_have_count(sum(map(len, [known, *fresh.values()])))
    assert sorted(feed.titles) == sorted(sum(fresh.values(), known))
    assert top_of(read) == pytest.approx(before, abs=2)
    feed.reader.presses("Something new has arrived.")
    expect(feed.entries.first).to_be_in_viewport()
    expect(feed.reader.page.locator("#arrived")).to_be_empty()


def test_a_press_is_seen_to_be_heard(stack: Stack, window: Callable[..., Page]) -> None:
    """However slow the network is."""
    feed = feed_of(stack, "École du lent réseau", window(locale="fr-FR", viewport=PHONE))
    feed.gets("CM1", ["Nouvelle"])
    feed.is_opened()
    underway: list[Route] = []

    def holds(route: Route) -> None:
        underway.append(route)

    feed.reader.page.route("**/reactions/", holds)
    react = feed.entries.locator(".react")
    thanks = feed.entries.locator(".feelings button").first
    for pressed, then in ((react, thanks), (thanks, feed.entries.locator(".reacted"))):
        pressed.click()
        expect(pressed).to_have_attribute("aria-busy", "true")
        underway.pop().continue_()
        expect(then).to_be_visible()
    expect(feed.entries.locator("[aria-busy]")).to_have_count(0)


def test_whoever_begins_to_read_hears_the_feed(stack: Stack, window: Callable[..., Page]) -> None:
    page = window(locale="fr-FR", viewport=PHONE)
    page.add_init_script(VOICES.replace("VOICES", HERE))
    feed = feed_of(stack, "École des voix", page, who=student_of)
    feed.gets("CM1", ["Nouvelle"])
    feed.reader.opens("/me/")
    feed.reader.presses("Larger, with fewer words")
    feed.reader.sees("More on each page")
    feed.is_opened()
    listen = feed.entries.locator(".aloud")
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "true")
    words = "\n\n".join(["Des mots."] * 5)
    assert page.evaluate("said") == [[f"Nouvelle. {words}", "here", "fr"]]
    listen.click()
    expect(listen).to_have_attribute("aria-pressed", "false")


def test_what_is_kept_at_the_top_of_a_class_comes_and_goes(
    stack: Stack, window: Callable[..., Page]
) -> None:
    feed = feed_of(stack, "École de l’épingle", window(locale="fr-FR", viewport=PHONE))
    feed.gets("CM1", ["Hier", "Aujourd’hui", "Demain"])
    feed.is_opened()
    feed.reader.follows("CM1")
    expect(feed.reader.page.locator("body")).to_have_attribute("data-live", "yes")
    for pinned in (True, False, True):
        feed.keeps("Aujourd’hui", pinned=pinned)
        expected = ["Demain", "Aujourd’hui", "Hier"]
        if pinned:
            expected = ["Aujourd’hui", "Demain", "Hier"]
        expect(feed.entries.locator("h2")).to_have_text(expected)


def test_new_ends_once_one_came_to_its_end(stack: Stack, window: Callable[..., Page]) -> None:
    feed = feed_of(stack, "École de la ligne", window(locale="fr-FR", viewport=PHONE))
    page = feed.reader.page
    told = numbered("Nouvelle", 6)
    feed.gets("CM1", told, ago=timedelta(hours=1))
    page.clock.install()
    feed.is_opened_a_day_later()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "seen" in request.url else None)
    page.clock.fast_forward(MINUTE_IN_MS)
    feed.is_opened()
    still_new, seen = page.locator("form.end-of-new"), page.locator("div.end-of-new")
    expect(still_new).to_have_count(1)
    assert sent == [], "nobody has come to the line yet"
    still_new.scroll_into_view_if_needed()
    expect(seen).to_be_in_viewport()
    feed.is_opened()
    expect(seen).to_have_count(1)
    expect(page.locator(".entry.is-new")).to_have_count(len(told))
