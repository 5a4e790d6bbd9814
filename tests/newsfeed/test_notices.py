"""What concerns somebody, among the entries of their feed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.groups import sync_groups
from accounts.models import Group, Membership
from core import clock, feed_notices
from core.feed_notices import Told
from newsfeed import feed
from newsfeed.actions import (
    confirm_entry,
    delete_comment,
    publish_entry,
    remind_guardians,
    write_comment,
)
from newsfeed.cards import Card, Notice
from newsfeed.models import Comment, Entry
from newsfeed.places import TOP, Place
from newsfeed.sql import PAGE
from newsfeed.versions import version
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import CommentFactory, EntryFactory
from tests.newsfeed.conftest import ClientFor, Sent

DISMISS = re.compile(r'action="([^"]+/dismiss/)"')


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told_to(person: Membership) -> list[Told]:
    found = feed.older_than(TOP, [person]).items
    return [item.told for item in found if isinstance(item, Notice)]


def of(person: Membership) -> list[str]:
    return [each.sentence for each in told_to(person)]


def of_the_teacher(cast: Cast) -> list[str]:
    return of(cast.teacher)


def answered(cast: Cast, entry: Entry, body: str = "Chouette !") -> Comment:
    return write_comment(cast.student, entry=entry, body=body)


def test_whoever_wrote_an_entry_hears_of_its_comments(cast: Cast, entry: Entry) -> None:
    write_comment(cast.teacher, entry=entry, body="Je réponds.")
    assert of_the_teacher(cast) == []
    answered(cast, entry)
    first = f"{cast.student.name} commented on “{entry.title}”."
    assert of_the_teacher(cast) == [first]
    write_comment(cast.classmate, entry=entry, body="Moi aussi !")
    both = f"2 comments on “{entry.title}”, the last by {cast.classmate.name}."
    assert of_the_teacher(cast) == [both]
    assert of(cast.student) == []


def test_what_is_taken_back_is_told_no_more(cast: Cast, entry: Entry) -> None:
    delete_comment(cast.student, comment=answered(cast, entry))
    assert of_the_teacher(cast) == []


def test_each_who_speaks_in_a_thread_hears_of_what_comes_after(cast: Cast, entry: Entry) -> None:
    """Once, of the last they said; whoever answers back has heard."""
    first = answered(cast, entry)
    write_comment(cast.classmate, entry=entry, body="Autre chose.")
    reply = write_comment(cast.classmate, entry=entry, body="Oui !", answers=first)
    answer = f"{cast.classmate.name} answered you under “{entry.title}”."
    assert of(cast.student) == [answer]
    write_comment(cast.teacher, entry=entry, body="Bravo.", answers=reply)
    both = f"2 answers to you under “{entry.title}”, the last by {cast.teacher.name}."
    assert of(cast.student) == [both]
    assert of(cast.classmate) == [answer.replace(cast.classmate.name, cast.teacher.name)]
    thanks = write_comment(cast.student, entry=entry, body="Merci.", answers=reply)
    assert of(cast.student) == []
    assert of(cast.classmate) == [both.replace(cast.teacher.name, cast.student.name)]
    assert all("comments on" in each for each in of_the_teacher(cast))
    delete_comment(cast.student, comment=thanks)
    assert (of(cast.student), len(of(cast.classmate))) == ([both], 1)


def test_open_feeds_of_those_it_answers_look_again(
    cast: Cast, entry: Entry, sent: Sent, django_capture_on_commit_callbacks: Any
) -> None:
    first = answered(cast, entry)
    with django_capture_on_commit_callbacks(execute=True):
        write_comment(cast.classmate, entry=entry, body="Oui !", answers=first)
    [told] = [channels for channels, message in sent if message["look"] == feed_notices.LOOK]
    assert sorted(told) == sorted(f"person.{each.user_id}" for each in (cast.teacher, cast.student))


def test_an_answer_leads_to_its_thread(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    first = answered(cast, entry)
    reply = write_comment(cast.teacher, entry=entry, body="Bravo.", answers=first)
    [notice] = told_to(cast.student)
    assert notice.url == f"/entries/{entry.pk}/?thread={first.pk}#comment-{reply.pk}"
    assert notice.room == "CM1"
    page = client_for(cast.student).get(notice.url).content.decode()
    assert f'id="comment-{reply.pk}"' in page


def test_nobody_hears_of_answers_in_a_class_they_left(cast: Cast, entry: Entry) -> None:
    write_comment(cast.teacher, entry=entry, body="Bravo.", answers=answered(cast, entry))
    assert len(of(cast.student)) == 1
    cast.student.enrolments.all().delete()
    sync_groups(cast.school.pk)
    assert of(cast.student) == []


def test_words_that_were_erased_are_told_no_more(cast: Cast, entry: Entry) -> None:
    first = answered(cast, entry)
    write_comment(cast.classmate, entry=entry, body="Oui !", answers=first)
    Comment.objects.exclude(pk=first.pk).update(author=None)
    assert of(cast.student) == []
    Comment.objects.update(author=None)
    assert of_the_teacher(cast) == []


def test_a_guardian_hears_that_they_are_asked_once_more_until_they_confirm(
    cast: Cast, cm1: Group
) -> None:
    asking = publish_entry(
        cast.teacher, groups=[cm1], title="Piscine", body="Mardi.", wants_confirmation=True
    )
    assert of(cast.mother) == []
    remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1])
    [notice] = told_to(cast.mother)
    assert notice.sentence == "Please confirm that you have read “Piscine”."
    assert (notice.child, notice.room) == (cast.student.user.first_name, "CM1")
    assert of(cast.ce2_parent) == []
    confirm_entry(cast.mother, entry=asking, seen=version(asking.pk, None))
    assert of(cast.mother) == []
    assert len(of(cast.father)) == 1


def test_a_notice_is_dismissed_until_more_happens(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    answered(cast, entry)
    client = client_for(cast.teacher)
    address = _dismissing(client)
    assert client_for(cast.student).post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert of_the_teacher(cast) == []
    answered(cast, entry, "Encore !")
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
    for entry in made:
        CommentFactory(school=cast.school, entry=entry, author=cast.student)
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
    answered(cast, entry, "Encore !")
    address = f"/?after={told.place}&showing={told.place}&showing={feed.card_of(entry, [cast.teacher]).version}"
    page = client_for(cast.teacher).get(address, headers={"HX-Request": "true"}).content.decode()
    assert page.count("<article") == 1
    assert f'<div id="{told.anchor}" hx-swap-oob="delete">' in page


def _dismissing(client: SchoolClient) -> str:
    found = DISMISS.search(client.get("/").content.decode())
    assert found is not None
    return found[1]
