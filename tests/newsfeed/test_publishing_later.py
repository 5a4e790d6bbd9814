"""Entries that come by themselves, go by themselves, and stay at the top."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Group, Membership
from core import clock
from core.keeping import HeldBack
from newsfeed.actions import (
    edit_entry,
    publish_draft,
    publish_entry,
    schedule_entry,
    start_entry,
    write_comment,
    write_entry,
)
from newsfeed.models import Audience, Entry, State
from newsfeed.policies import CommentsClosed, NotAddressed, NotThen
from newsfeed.reach import reach_of
from newsfeed.scheduling import publish_due
from tests.cast import Cast
from tests.factories.contacts import FreezeFactory
from tests.factories.newsfeed import EntryFactory, EntryFileFactory
from tests.newsfeed.conftest import ClientFor, begun

WORDS: dict[str, Any] = {"title": "Sortie", "body": "<p>Vendredi.</p>"}
DAY = timedelta(days=1)


@pytest.fixture
def waiting(cast: Cast, cm1: Group) -> Entry:
    """The teacher's, published tomorrow."""
    draft = start_entry(cast.teacher)
    kept = write_entry(
        *(cast.teacher,),
        entry=draft,
        seen=draft.version,
        groups=[cm1],
        publish_at=clock.now() + DAY,
        **WORDS,
    )
    return schedule_entry(cast.teacher, entry=kept)


def test_what_waits_is_read_at_its_hour_and_not_before(
    cast: Cast, waiting: Entry, client_for: ClientFor
) -> None:
    publish_due()
    assert client_for(cast.student).get(f"/entries/{waiting.pk}/").status_code == 404
    with clock.at(clock.now() + 2 * DAY):
        publish_due()
        publish_due()
        now = clock.now()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.published_at) == (State.PUBLISHED, now)
    assert Audience.objects.get(entry=waiting).published_at == now
    assert waiting.history.count() == 1
    with clock.at(now):
        assert client_for(cast.student).get(f"/entries/{waiting.pk}/").status_code == 200


@pytest.mark.parametrize("why", [HeldBack.AUTHOR, HeldBack.FROZEN, HeldBack.RULES])
def test_the_rules_of_that_moment_hold(
    cast: Cast, waiting: Entry, client_for: ClientFor, why: HeldBack
) -> None:
    if why == HeldBack.AUTHOR:
        Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())
    elif why == HeldBack.FROZEN:
        until = clock.now() + 3 * DAY
        FreezeFactory(school=cast.school, profiles=["teacher"], until=until)
    else:
        cast.cm1.enrolments.filter(membership=cast.teacher).delete()
    with clock.at(clock.now() + 2 * DAY):
        publish_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held_back) == (State.DRAFT, why)
    assert not Entry.objects.published().exists()
    if why != HeldBack.AUTHOR:
        page = client_for(cast.teacher).get("/entries/mine/").content.decode()
        assert str(HeldBack(why).label) in page or "non publié" in page


def test_a_moment_makes_the_button_wait(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    """Whoever filled in a day and presses "Publish" does not mean now."""
    teacher = client_for(cast.teacher)
    page = begun(teacher)
    sheet = {"do": "publish", "groups": cm1.pk, **WORDS}
    past = teacher.post(page, sheet | {"publish_at": "2020-01-01T08:00"})
    assert past.status_code == 422
    ahead = f"{clock.today() + DAY}T12:00"
    draft = Entry.objects.get(author=cast.teacher)
    sheet |= {"seen": draft.version, "publish_at": ahead}
    for over_before in ({"expires_at": ahead}, {"task-due_on": clock.today()}):
        assert teacher.post(page, sheet | over_before).status_code == 422
        draft.refresh_from_db()
        sheet["seen"] = draft.version
    answer = teacher.post(page, sheet | {"seen": draft.version})
    assert answer["Location"] == f"{page}preview/"
    draft.refresh_from_db()
    assert draft.state == State.SCHEDULED
    assert teacher.get(page)["Location"] == f"{page}preview/"
    assert teacher.post(f"{page}preview/", {"do": "publish"})["Location"] == f"/entries/{draft.pk}/"


def test_what_has_disappeared_is_gone_for_readers_and_comes_back(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    hung = EntryFileFactory(school=cast.school, entry=entry)
    addresses = [f"/entries/{entry.pk}/", f"/entries/{entry.pk}/files/{hung.pk}/"]
    edit_entry(*(cast.teacher,), entry=entry, title="Hier", body="<p>x</p>", expires_at=clock.now())
    student, teacher = client_for(cast.student), client_for(cast.teacher)
    assert [student.get(each).status_code for each in addresses] == [404, 404]
    assert "Hier" not in student.get("/").content.decode()
    with pytest.raises((NotAddressed, CommentsClosed)):
        write_comment(cast.student, entry=entry, body="Chouette")
    mine = teacher.get("/entries/mine/").content.decode()
    assert "Hier" in mine and f"/entries/{entry.pk}/back/" in mine
    assert teacher.get(f"/entries/{entry.pk}/edit/").status_code == 200
    assert student.post(f"/entries/{entry.pk}/back/").status_code == 404
    teacher.post(f"/entries/{entry.pk}/back/")
    assert student.get(addresses[0]).status_code == 200


def test_nothing_is_published_that_has_disappeared(cast: Cast, cm1: Group) -> None:
    draft = start_entry(cast.teacher)
    kept = write_entry(
        *(cast.teacher,),
        entry=draft,
        seen=draft.version,
        groups=[cm1],
        publish_at=clock.now() + 400 * DAY,
        **WORDS,
    )
    with pytest.raises(NotThen):
        schedule_entry(cast.teacher, entry=kept)


def test_a_draft_whose_end_has_come_is_written_on(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    draft = start_entry(cast.teacher)
    past = {"expires_at": clock.now() - DAY, "groups": [cm1], **WORDS}
    kept = write_entry(cast.teacher, entry=draft, seen=draft.version, **past)
    page = f"/entries/drafts/{draft.pk}/"
    assert f'href="{page}"' in client_for(cast.teacher).get("/entries/mine/").content.decode()
    with pytest.raises(NotThen):
        publish_draft(cast.teacher, entry=kept)


def test_of_four_at_the_top_the_oldest_gives_way(cast: Cast, cm1: Group) -> None:
    pinned = []
    for number in range(4):
        with clock.at(clock.now() + timedelta(minutes=number)):
            entry = publish_entry(cast.teacher, groups=[cm1], is_pinned=True, **WORDS)
            pinned.append(entry.pk)
    kept = Audience.objects.filter(is_pinned=True).values_list("entry", flat=True)
    assert set(kept) == set(pinned[1:])


def test_the_feed_of_the_class_begins_with_it_and_no_other_does(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    titles = ["À garder", "Ensuite", "Hier"]
    for number, title in enumerate(titles):
        with clock.at(clock.now() + timedelta(minutes=number)):
            words: dict[str, Any] = {"title": title, "body": ""}
            publish_entry(cast.teacher, groups=[cm1], is_pinned=not number, **words)
    EntryFactory.create_batch(21, school=cast.school, author=cast.teacher, audience=[cm1])

    def read(address: str) -> list[str]:
        page = client_for(cast.student).get(address).context["page"]
        return [card.content.title for card in page.cards]

    first = read(f"/?class={cast.cm1.pk}")
    assert first[0] == "À garder" and first.count("À garder") == 1
    assert len(first) == 21
    assert "À garder" not in read("/")[:1]
    page = client_for(cast.student).get(f"/?class={cast.cm1.pk}").context["page"]
    assert page.more and page.newest != page.items[0].place
    below = read(f"/?class={cast.cm1.pk}&before={page.oldest}")
    assert "À garder" not in below and len({*first, *below}) == 24
    assert client_for(cast.ce2_student).get(f"/?class={cast.cm1.pk}").context["page"].items == []


def test_each_person_is_counted_once(
    cast: Cast, cm1: Group, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    groups = [cm1, cast.group("class", "student", of=cast.cm1)]
    groups += [cast.group("class", "parent", of=each) for each in (cast.cm1, cast.ce2)]
    with django_assert_max_num_queries(1):
        reach = reach_of([group.pk for group in groups], cast.teacher)
    assert (reach.students, reach.parents, reach.others) == (2, 4, 0)
    assert str(reach_of([cm1.pk], cast.teacher)) == "2 élèves et 3 parents"


def test_the_page_says_how_many_as_groups_are_ticked(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    teacher = client_for(cast.teacher)
    sheet = {"groups": cm1.pk, **WORDS}
    kept = teacher.post(begun(teacher), sheet, headers={"HX-Request": "true"}).content.decode()
    assert "2 élèves et 3 parents" in kept
    assert 'id="reach"' in kept and "hx-swap-oob" in kept
    draft = Entry.objects.get(author=cast.teacher)
    looked = teacher.get(f"/entries/drafts/{draft.pk}/preview/").content.decode()
    assert "2 élèves et 3 parents" in looked and "Vendredi." in looked


def test_how_it_read_before_is_for_its_author(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    entry = publish_entry(cast.teacher, groups=[cm1], **WORDS)
    edit_entry(cast.teacher, entry=entry, title="Sortie", body="<p>Samedi.</p>")
    edit_entry(cast.teacher, entry=entry, title="Sortie", body="<p>Samedi.</p>", is_pinned=True)
    page = client_for(cast.teacher).get(f"/entries/{entry.pk}/before/")
    assert [each.body for each in page.context["wordings"]] == ["<p>Vendredi.</p>"]
    assert client_for(cast.student).get(f"/entries/{entry.pk}/before/").status_code == 404


def test_the_list_of_ones_own_costs_the_same_however_long(
    cast: Cast, cm1: Group, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    client = client_for(cast.teacher)
    client.get("/entries/mine/")
    with django_assert_max_num_queries(20):
        assert len(client.get("/entries/mine/").context["entries"]) == 5
