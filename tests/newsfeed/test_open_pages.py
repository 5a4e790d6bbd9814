"""What an open page is told, and what it then fetches."""

import json
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Group
from newsfeed.actions import (
    delete_comment,
    delete_entry,
    edit_entry,
    remove_comment,
    remove_entry,
    restore_comment,
    restore_entry,
    write_comment,
)
from newsfeed.drafts import MOST_PINNED
from newsfeed.models import Entry
from newsfeed.sql import PAGE
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import EntryFactory
from tests.newsfeed.conftest import ClientFor, Sent

BY_HTMX = {"HX-Request": "true"}
VERSION = re.compile(r'data-version="([^"]+)"')
NEWER = re.compile(r'id="newer"[^>]* hx-get="([^"]+)"')
AFTER = "?after="

Change = Callable[[Cast, Entry], object]


def edit(cast: Cast, entry: Entry) -> None:
    edit_entry(cast.teacher, entry=entry, title="Sortie au bois", body="Samedi.")


def delete(cast: Cast, entry: Entry) -> None:
    delete_entry(cast.teacher, entry=entry)


def remove(cast: Cast, entry: Entry) -> None:
    remove_entry(cast.administrator, entry=entry)


def restore(cast: Cast, entry: Entry) -> None:
    restore_entry(cast.administrator, entry=entry)


def _newer_in(page: str) -> str:
    """Where it asks for what is newer."""
    found = NEWER.search(page)
    assert found is not None
    return unescape(found[1])


class OpenFeed:
    """A feed in a browser, which says what it shows when it looks again."""

    def __init__(self, client: SchoolClient) -> None:
        self.client = client
        page = client.get("/").content.decode()
        newer = _newer_in(page)
        assert newer.startswith(AFTER)
        self.after = newer.removeprefix(AFTER)
        self.shown = VERSION.findall(page)

    def told_to_look_at(self) -> set[str]:
        asked = urlencode({"after": self.after, "showing": self.shown}, doseq=True)
        answer = self.client.get(f"/?{asked}", headers=BY_HTMX)
        assert answer.status_code == 200
        return set(json.loads(answer.headers.get("HX-Trigger", "{}")))


@pytest.mark.parametrize("change", [edit, delete, remove, restore])
def test_pages_that_show_an_entry_are_told_that_it_changed(
    cast: Cast,
    entry: Entry,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    change: Change,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(cast, entry)
    look = {"type": "look", "look": f"entry-{entry.pk}"}
    group = cast.group("class", of=cast.cm1)
    assert sent == [([f"group.{group.pk}"], look), ([f"person.{cast.teacher.user_id}"], look)]


def test_a_comment_does_not_make_the_feeds_look(
    cast: Cast,
    entry: Entry,
    client_for: ClientFor,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        comment = write_comment(cast.student, entry=entry, body="Chouette !")
        remove_comment(cast.administrator, comment=comment)
        restore_comment(cast.administrator, comment=comment)
        comment.refresh_from_db()
        delete_comment(cast.student, comment=comment)
    looks = {message["look"] for channels, message in sent if channels[0].startswith("group.")}
    [look] = looks
    client = client_for(cast.student)
    assert f"look:{look} " not in client.get("/").content.decode()
    assert f"look:{look} " in client.get(f"/entries/{entry.pk}/").content.decode()


def test_a_card_is_fetched_as_the_feed_shows_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    for person in (cast.mother, cast.teacher):
        client = client_for(person)
        client.get("/")
        edit(cast, entry)
        card = client.get(f"/entries/{entry.pk}/card/").content.decode()
        assert "Sortie au bois" in card
        assert card.strip() in client.get("/").content.decode()


def test_what_is_kept_from_now_on_comes_to_the_top_once(
    cast: Cast,
    entry: Entry,
    client_for: ClientFor,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = client_for(cast.student)
    page = client.get(f"/?class={cast.cm1.pk}")
    shown = urlencode({"showing": VERSION.findall(page.content.decode())}, doseq=True)

    def arrives(newer: str, *kept: int) -> tuple[int, str]:
        told = urlencode({"kept": kept}, doseq=True)
        answer = client.get(f"/{newer}&{shown}&{told}", headers=BY_HTMX).content.decode()
        return answer.count("<article"), _newer_in(answer)

    number, newer = arrives(_newer_in(page.content.decode()))
    assert number == 0
    with django_capture_on_commit_callbacks(execute=True):
        edit_entry(cast.teacher, entry=entry, title=entry.title, body=entry.body, is_pinned=True)
    assert "feed" in [message["look"] for _, message in sent]
    number, newer = arrives(newer)
    assert number == 1
    top = client.get(f"/?class={cast.cm1.pk}").content.decode()
    address = f"/entries/{entry.pk}/card/?class={cast.cm1.pk}"
    assert f'hx-get="{address}"' in top
    assert client.get(address).content.decode().strip() in top
    assert arrives(newer, entry.pk) == (0, newer)


def test_what_gives_way_at_the_top_is_looked_at_again(
    cast: Cast,
    cm1: Group,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    made = [
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
        for _ in range(MOST_PINNED + 1)
    ]
    for each in made:
        sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            edit_entry(cast.teacher, entry=each, title=each.title, body=each.body, is_pinned=True)
    looks = {message["look"] for _, message in sent}
    assert looks == {"feed", f"entry-{made[-1].pk}", f"entry-{made[0].pk}"}


def test_what_follows_on_the_way_down_is_not_new(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    """However lately it came: it would stand on the page twice."""
    for _ in range(PAGE + 5):
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    client = client_for(cast.student)
    page = client.get("/")
    shown = urlencode({"showing": VERSION.findall(page.content.decode())}, doseq=True)
    for late in (0, 1):
        answer = client.get(f"/{page.context['newer']}&{shown}", headers=BY_HTMX)
        assert answer.content.decode().count("<article") == late
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])


@pytest.mark.parametrize("change", [edit, delete, remove])
def test_a_feed_that_missed_a_change_is_told_of_it_and_of_no_other(
    cast: Cast, cm1: Group, entry: Entry, client_for: ClientFor, change: Change
) -> None:
    EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    feed = OpenFeed(client_for(cast.student))
    assert feed.told_to_look_at() == set()
    change(cast, entry)
    assert feed.told_to_look_at() == {f"look:entry-{entry.pk}"}


def test_only_a_feed_that_is_empty_says_so(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    """Also when it looks again and nothing has come."""
    for person, is_empty in ((cast.student, False), (cast.ce2_student, True)):
        client = client_for(person)
        page = client.get("/")
        shown = urlencode({"showing": VERSION.findall(page.content.decode())}, doseq=True)
        again = client.get(f"/{page.context['newer']}&{shown}", headers=BY_HTMX)
        for each in (page, again):
            assert ('class="empty' in each.content.decode()) is is_empty


def test_gone_forbidden_and_missing_are_told_alike(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    feed = OpenFeed(client_for(cast.ce2_student))
    feed.after = "0-0"
    feed.shown = [f"0-{entry.pk}", "0-1099511627776", "nonsense"]
    told = feed.told_to_look_at()
    assert told == {f"look:entry-{entry.pk}", "look:entry-1099511627776"}


def test_looking_again_costs_the_same_however_much_is_shown(
    cast: Cast, cm1: Group, entry: Entry, client_for: ClientFor
) -> None:
    def cost() -> int:
        feed = OpenFeed(client_for(cast.student))
        with CaptureQueriesContext(connection) as asked:
            feed.told_to_look_at()
        return len(asked)

    before = cost()
    for _ in range(10):
        edit(cast, EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1]))
    assert cost() == before
