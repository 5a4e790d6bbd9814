import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import Group
from core import clock
from newsfeed import feed
from newsfeed.actions import mark_seen
from newsfeed.models import Audience, Entry, Visit
from newsfeed.places import BOTTOM, TOP, Place
from newsfeed.sql import PAGE
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import CommentFactory, EntryFactory, EntryFileFactory
from tests.newsfeed.conftest import ClientFor

MOST_QUERIES = 7
OF_THE_CLIENT = 2  # it closes the wall before a request and opens it again after
BY_HTMX = {"HX-Request": "true"}
NEWER = re.compile(r'id="newer"[^>]* hx-get="([^"]+)"')
OLDER = re.compile(r'class="button quiet" href="([^"]+)"')


def publish(cast: Cast, number: int, *groups: Group) -> list[Entry]:
    """Entries a minute apart, two in each minute, the oldest first."""
    start = clock.now() - timedelta(days=1)
    return [
        EntryFactory(
            school=cast.school,
            author=cast.teacher,
            audience=groups,
            written_at=start + timedelta(minutes=n // 2),
        )
        for n in range(number)
    ]


def ids(page: feed.Page) -> list[int]:
    return [card.content.id for card in page.cards]


def pages(cast: Cast) -> Iterator[feed.Page]:
    place = TOP
    while True:
        page = feed.older_than(place, [cast.student])
        yield page
        if not page.more:
            return
        place = page.oldest


def test_newest_first_without_loss_or_double(cast: Cast, cm1: Group) -> None:
    """Two entries share each moment, and most reach the student through two groups."""
    groups = [cm1, cast.group("class", "student", of=cast.cm1), cast.group("school")]
    made = [*publish(cast, 25, *groups[:2]), *publish(cast, 26, *groups[1:])]
    expected = [
        entry.pk for entry in sorted(made, key=lambda e: (e.written_at, e.pk), reverse=True)
    ]
    found = list(pages(cast))
    assert [number for page in found for number in ids(page)] == expected
    assert [len(page.cards) for page in found] == [PAGE, PAGE, 51 - 2 * PAGE]


def test_what_is_published_meanwhile_shifts_no_page(cast: Cast, cm1: Group) -> None:
    publish(cast, PAGE + 3, cm1)
    first = feed.older_than(TOP, [cast.student])
    EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    second = feed.older_than(first.oldest, [cast.student])
    assert len({*ids(first), *ids(second)}) == PAGE + 3


def test_what_came_since_is_caught_up_page_by_page(cast: Cast, cm1: Group) -> None:
    made = publish(cast, 2 * PAGE + 3, cm1)
    caught: list[int] = []
    place = BOTTOM
    while True:
        page = feed.newer_than(place, [cast.student])
        caught = ids(page) + caught
        if not page.more:
            break
        place = page.newest
    assert caught == [entry.pk for entry in reversed(made)]


def test_the_pages_are_links(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    made = publish(cast, PAGE + 1, cm1)
    client = client_for(cast.student)
    first = client.get("/").content.decode()
    assert f"entry-{made[0].pk}" not in first
    older = OLDER.search(first)
    assert older is not None
    for headers in ({}, BY_HTMX):
        page = client.get(f"/{older[1]}", headers=headers).content.decode()
        assert f"entry-{made[0].pk}" in page
        assert f"entry-{made[1].pk}" not in page
        assert ("<html" in page) is (not headers)


def test_an_open_page_fetches_what_is_new(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    page = client.get("/").content.decode()
    for _ in range(2):
        new = EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
        page = _newer(client, page)
        assert page.count("<article") == 1
        assert f'id="entry-{new.pk}"' in page
        assert "is-new" in page
    assert "<article" not in _newer(client, page)


def test_what_is_not_for_me_does_not_arrive(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    page = client.get("/").content.decode()
    EntryFactory(
        school=cast.school, author=cast.ce2_teacher, audience=[cast.group("class", of=cast.ce2)]
    )
    assert "<article" not in _newer(client, page)


def test_what_is_kept_of_an_entry_knows_the_day(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    for days, said in enumerate(("aujourd’hui à", "hier à")):
        with clock.at(entry.written_at + timedelta(days=days)):
            assert said in client.get("/").content.decode()


def _newer(client: SchoolClient, page: str) -> str:
    address = NEWER.search(page)
    assert address is not None
    answer = client.get("/" + address[1].replace("&amp;", "&"), headers=BY_HTMX)
    return str(answer.content.decode())


@pytest.mark.parametrize("nonsense", ["before=0", "after=x-1", "class=me", "child=-1", "before=9"])
def test_nonsense_in_the_address_is_the_feed(
    cast: Cast, entry: Entry, client_for: ClientFor, nonsense: str
) -> None:
    assert entry.title in client_for(cast.student).get(f"/?{nonsense}").content.decode()


def test_a_place_survives_its_address() -> None:
    place = Place(clock.now(), 42)
    assert Place.read(str(place)) == place


def test_what_one_has_not_come_to_the_end_of_is_new(cast: Cast, cm1: Group) -> None:
    start = clock.now()

    def publish_after(hours: int) -> int:
        with clock.at(start + timedelta(hours=hours)):
            made = EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
        return int(made.pk)

    def new_after(hours: float) -> list[int]:
        with clock.at(start + timedelta(hours=hours)):
            page = feed.older_than(TOP, [cast.student], visiting=True)
        return [card.content.id for card in page.cards if card.is_new]

    def sees_all_at(hours: float) -> None:
        moment = start + timedelta(hours=hours)
        with clock.at(moment):
            mark_seen(cast.student.user, until=moment)

    publish_after(-1)
    assert new_after(0) == []
    arrived = publish_after(1)
    assert new_after(2) == [arrived]
    assert new_after(3) == [arrived], "nobody has come to the end of it"
    sees_all_at(3)
    assert new_after(3.4) == [arrived], "still the same visit"
    assert new_after(4) == []
    later = publish_after(5)
    sees_all_at(4.5)
    assert new_after(6) == [later], "a page from before does not show it"
    with clock.at(start + timedelta(hours=6)):
        mark_seen(cast.student.user, until=start + timedelta(days=9))
    assert new_after(8) == []
    latest = publish_after(9)
    assert new_after(10) == [latest], "nobody has seen what is to come"
    assert Visit.objects.filter(membership=cast.student).count() == 1


def test_what_i_wrote_is_not_new_to_me(cast: Cast, cm1: Group) -> None:
    with clock.at(clock.now() - timedelta(hours=1)):
        feed.older_than(TOP, [cast.teacher], visiting=True)
    EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    page = feed.older_than(TOP, [cast.teacher], visiting=True)
    assert [(card.is_new, card.content.is_mine) for card in page.cards] == [(False, True)]


def test_parents_see_which_child_it_is_about(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    in_ce2 = cast.group("class", "parent", of=cast.ce2)
    for group in (cm1, in_ce2, cast.group("school")):
        EntryFactory(school=cast.school, author=cast.staff, audience=[group])
    cards = feed.older_than(TOP, [cast.mother]).cards
    about = [[child.first_name for child in card.children] for card in cards]
    assert about == [[], ["Léo"], ["Emma"]]
    for reader in (cast.student, cast.teacher, cast.parent_in_both):
        cards = feed.older_than(TOP, [reader]).cards
        assert not {"Emma", "Léo"} & {c.first_name for card in cards for c in card.children}
    page = client_for(cast.mother).get(f"/?child={cast.sibling.pk}").content.decode()
    assert page.count("<article") == 1


def test_a_stranger_s_child_narrows_the_feed_to_nothing(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    page = client_for(cast.mother).get(f"/?child={cast.classmate.pk}").content.decode()
    assert entry.title not in page


def test_the_feed_says_what_it_is(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    client = client_for(cast.mother)
    for address, heading in {
        "/": "Le fil",
        f"/?child={cast.student.pk}": cast.student.user.first_name,
    }.items():
        assert f"<h1>{heading}</h1>" in client.get(address).content.decode()


def test_the_feed_narrows_to_a_class(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    of_school = EntryFactory(school=cast.school, author=cast.staff, audience=[cast.group("school")])
    of_class = EntryFactory(
        school=cast.school,
        author=cast.teacher,
        audience=[cast.group("class", "parent", of=cast.cm1)],
    )
    for reader in (cast.mother, cast.teacher):
        page = client_for(reader).get(f"/?class={cast.cm1.pk}").content.decode()
        assert of_class.title in page
        assert of_school.title not in page
    page = client_for(cast.ce2_parent).get(f"/?class={cast.cm1.pk}").content.decode()
    assert of_class.title not in page


@pytest.mark.parametrize("part", ["student", "mother", "teacher"])
def test_the_page_costs_the_same_however_full(
    cast: Cast,
    cm1: Group,
    client_for: ClientFor,
    part: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    groups = [cm1, cast.group("school"), cast.group("class", "student", of=cast.cm1)]
    for entry in publish(cast, PAGE + 5, *groups):
        EntryFileFactory(school=cast.school, entry=entry)
        for person in (cast.student, cast.mother):
            CommentFactory(school=cast.school, entry=entry, author=person)
    client = client_for(cast.people[part])
    # What waits for a teacher; and the class whose feed it is, which they lead.
    of_part = int(part == "teacher")
    for address, more in (("/", of_part), ("/", of_part), (f"/?class={cast.cm1.pk}", 2 * of_part)):
        with django_assert_max_num_queries(MOST_QUERIES + more + OF_THE_CLIENT):
            page = client.get(address).content.decode()
        assert page.count("<article") == PAGE


def test_what_waits_for_an_administrator_costs_no_query_more(
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_for(cast.administrator)
    for _ in range(2):
        with django_assert_max_num_queries(MOST_QUERIES + OF_THE_CLIENT):
            navigation = client.get("/").context["navigation"]()
    assert len([each for each in navigation if each.url.endswith("/cases/")]) == 1


def test_hostile_words_come_to_nothing_even_if_they_were_stored(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    attack = "<script>alert(1)</script>"
    EntryFactory(
        school=cast.school,
        author=cast.teacher,
        audience=[cm1],
        title=attack,
        body=f'{attack}<p onclick="x">a</p><a href="javascript:alert(2)">b</a><img src=x>',
    )
    page = client_for(cast.student).get("/").content.decode()
    assert attack not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1
    assert "<p>a</p><a rel=" in page
    assert "javascript:" not in page and "<img src=x" not in page


def test_nothing_of_one_reader_reaches_another(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    seen_by_mother = client_for(cast.mother).get("/").content.decode()
    seen_by_other = client_for(cast.parent_in_both).get("/").content.decode()
    assert cast.student.user.first_name in seen_by_mother
    assert cast.student.user.first_name not in seen_by_other
    mine = client_for(cast.teacher).get(f"/entries/{entry.pk}/").content.decode()
    theirs = client_for(cast.student).get(f"/entries/{entry.pk}/").content.decode()
    assert f"/entries/{entry.pk}/delete/" in mine
    assert f"/entries/{entry.pk}/delete/" not in theirs
    assert f"/report/entry/{entry.pk}/" in theirs


def test_every_group_gives_its_newest_by_index(cast: Cast, cm1: Group) -> None:
    """The merge must not read a group's whole past, under the wall as without it."""
    with connection.cursor() as cursor:
        # So few rows are cheaper to read and sort: what is asked is what the index can do.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT entry_id FROM newsfeed_audience WHERE school_id = %s AND group_id = %s"
            " AND (published_at, entry_id) < (now(), 1)"
            " ORDER BY published_at DESC, entry_id DESC LIMIT 21",
            [cast.school.pk, cm1.pk],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "newest_of_a_group" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(("model", "column"), [(Audience, "group_id"), (Entry, "author_id")])
def test_nothing_tempts_the_planner_away_from_that_index(
    cast: Cast, model: type[Audience | Entry], column: str
) -> None:
    """On a full platform it expects few rows of a group, and would sort them instead."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    # Of few rows, and only for those who ask for them.
    for rare in ("pinned_in_a_group", "answered_by_author"):
        found.pop(rare, None)
    indexes = [each["columns"] for each in found.values() if each["index"] or each["unique"]]
    first_of_school = ["school_id", column]
    assert [column] not in [columns[:1] for columns in indexes]
    assert len([columns for columns in indexes if columns[:2] == first_of_school]) == 1
