"""What concerns somebody, among the entries of their feed."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import Group
from core import clock
from newsfeed import feed
from newsfeed.actions import delete_comment, write_comment
from newsfeed.cards import Card, Notice
from newsfeed.models import Comment, Entry
from newsfeed.places import TOP, Place
from newsfeed.sql import PAGE
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import EntryFactory
from tests.newsfeed.conftest import ClientFor

DISMISS = re.compile(r'action="([^"]+/dismiss/)"')


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def notices(page: feed.Page) -> list[str]:
    return [item.told.sentence for item in page.items if isinstance(item, Notice)]


def of_the_teacher(cast: Cast) -> list[str]:
    return notices(feed.older_than(TOP, [cast.teacher]))


def answered(cast: Cast, entry: Entry) -> Comment:
    return write_comment(cast.student, entry=entry, body="Chouette !")


def test_whoever_wrote_an_entry_hears_of_its_comments(cast: Cast, entry: Entry) -> None:
    write_comment(cast.teacher, entry=entry, body="Je réponds.")
    assert of_the_teacher(cast) == []
    answered(cast, entry)
    first = f"{cast.student.name} commented on “{entry.title}”."
    assert of_the_teacher(cast) == [first]
    write_comment(cast.classmate, entry=entry, body="Moi aussi !")
    both = f"2 comments on “{entry.title}”, the last by {cast.classmate.name}."
    assert of_the_teacher(cast) == [both]
    assert notices(feed.older_than(TOP, [cast.student])) == []


def test_what_is_taken_back_is_told_no_more(cast: Cast, entry: Entry) -> None:
    delete_comment(cast.student, comment=answered(cast, entry))
    assert of_the_teacher(cast) == []


def test_a_notice_is_dismissed_until_more_happens(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    answered(cast, entry)
    client = client_for(cast.teacher)
    address = _dismissing(client)
    assert client_for(cast.student).post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert of_the_teacher(cast) == []
    answered(cast, entry)
    assert len(of_the_teacher(cast)) == 1


def test_nothing_is_dismissed_that_nobody_is_told(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.teacher)
    for number, key in ((1, 1), (98, 1), (0, 1), (1, 10**17)):
        assert client.post(f"/feed/notices/{number}/{key}/dismiss/").status_code == 404


def test_entries_and_notices_of_one_moment_are_paged_without_loss_or_double(
    cast: Cast, cm1: Group
) -> None:
    """The same keys in the same moment, on both sides of each end of a page."""
    now = clock.now()
    made = [
        EntryFactory(
            school=cast.school,
            author=cast.teacher,
            audience=[cm1],
            written_at=now - timedelta(minutes=n // 3),
            answered_at=now - timedelta(minutes=n // 3),
        )
        for n in range(PAGE + 5)
    ]
    seen: list[Card | Notice] = []
    page = feed.older_than(TOP, [cast.teacher])
    while True:
        seen += page.items
        if not page.more:
            break
        page = feed.older_than(page.oldest, [cast.teacher])
    places = [item.place for item in seen]
    assert places == sorted(set(places), reverse=True)
    assert len(places) == 2 * len(made)
    upwards = feed.newer_than(places[-1], [cast.teacher])
    assert [item.place for item in upwards.items] == places[-1 - PAGE : -1]


def test_what_was_committed_late_arrives_all_the_same(cast: Cast, cm1: Group) -> None:
    """Its place in the feed is before that of what was published meanwhile."""
    now = clock.now()
    shown, late = (
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1], written_at=at)
        for at in (now, now - timedelta(seconds=5))
    )
    place = Place(now, shown.pk)
    page = feed.newer_than(place, [cast.student], shown=[Place(now, shown.pk)])
    assert [card.content.id for card in page.cards] == [late.pk]


def test_an_open_page_is_brought_a_notice_once(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    answered(cast, entry)
    told = next(i for i in feed.older_than(TOP, [cast.teacher]).items if isinstance(i, Notice))
    again = feed.newer_than(told.place, [cast.teacher], shown=[told.place, Place(TOP.at, entry.pk)])
    assert again.items == []
    answered(cast, entry)
    address = f"/?after={told.place}&showing={told.place}&showing={feed.card_of(entry, [cast.teacher]).version}"
    page = client_for(cast.teacher).get(address, headers={"HX-Request": "true"}).content.decode()
    assert page.count("<article") == 1
    assert f'<div id="{told.anchor}" hx-swap-oob="delete">' in page


def _dismissing(client: SchoolClient) -> str:
    found = DISMISS.search(client.get("/").content.decode())
    assert found is not None
    return found[1]
