import pytest

from accounts.groups import sync_groups
from accounts.models import Enrolment, Group, Membership
from core import clock
from newsfeed.models import Comment, Entry, EntryFile
from tests.cast import Cast
from tests.factories.newsfeed import CommentFactory, EntryFactory, EntryFileFactory
from tests.newsfeed.conftest import ClientFor


def addresses(entry: Entry) -> list[str]:
    hung: EntryFile = EntryFileFactory(school=entry.school, entry=entry)
    return [f"/entries/{entry.pk}/", f"/entries/{entry.pk}/files/{hung.pk}/"]


@pytest.mark.parametrize("part", ["student", "classmate", "mother", "father", "teacher"])
def test_the_class_sees_its_entry(
    cast: Cast, entry: Entry, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    assert entry.title in client.get("/").content.decode()
    for address in addresses(entry):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("part", ["ce2_student", "ce2_parent", "ce2_teacher", "staff", "guest"])
def test_others_find_nothing(cast: Cast, entry: Entry, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    assert entry.title not in client.get("/").content.decode()
    for address in addresses(entry):
        assert client.get(address).status_code == 404
        assert client.post(address, {"body": "Coucou"}).status_code in (404, 405)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("part", ["student", "teacher", "administrator"])
def test_the_other_school_finds_nothing(
    cast: Cast, entry: Entry, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.other.people[part])
    assert entry.title not in client.get("/").content.decode()
    assert client.get(f"/entries/{entry.pk}/").status_code == 404


def test_parents_do_not_see_what_is_for_students(cast: Cast, client_for: ClientFor) -> None:
    group = cast.group("class", "student", of=cast.cm1)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[group])
    assert client_for(cast.student).get(f"/entries/{entry.pk}/").status_code == 200
    assert client_for(cast.mother).get(f"/entries/{entry.pk}/").status_code == 404


def test_the_author_sees_what_she_wrote_to_others(cast: Cast, client_for: ClientFor) -> None:
    group = cast.group("class", "parent", of=cast.cm1)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[group])
    assert entry.title in client_for(cast.teacher).get("/").content.decode()


def test_leaving_the_class_takes_its_feed_away_at_once(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    assert entry.title in client.get("/").content.decode()
    Enrolment.objects.filter(membership=cast.student).delete()
    sync_groups(cast.school.pk)
    assert entry.title not in client.get("/").content.decode()
    assert client.get(f"/entries/{entry.pk}/").status_code == 404
    assert client_for(cast.father).get(f"/entries/{entry.pk}/").status_code == 404


def test_a_closed_member_sees_nothing(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    Membership.objects.filter(pk=cast.student.pk).update(closed_at=clock.now())
    assert client.get(f"/entries/{entry.pk}/").status_code == 302
    assert not Entry.objects.visible_to(Membership.objects.get(pk=cast.student.pk).user).exists()


def test_a_parent_in_two_schools_sees_both(cast: Cast, client_for: ClientFor) -> None:
    titles = []
    for troupe in (cast, cast.other):
        group: Group = troupe.group("class", of=troupe.cm1)
        made = EntryFactory(school=troupe.school, author=troupe.teacher, audience=[group])
        titles.append(made.title)
    page = client_for(cast.parent_in_both).get("/").content.decode()
    assert all(title in page for title in titles)


@pytest.mark.parametrize("what", ["deleted_at", "removed_at", "author"])
def test_what_is_gone_is_gone_for_everybody(
    cast: Cast, entry: Entry, client_for: ClientFor, what: str
) -> None:
    CommentFactory(school=cast.school, entry=entry, author=cast.student)
    Entry.objects.filter(pk=entry.pk).update(**{what: None if what == "author" else clock.now()})
    for person in (cast.student, cast.teacher, cast.administrator):
        client = client_for(person)
        assert entry.title not in client.get("/").content.decode()
        for address in addresses(entry):
            assert client.get(address).status_code == 404
        assert not Comment.objects.visible_to(person.user).exists()


def test_the_picture_of_another_entry_is_not_under_this_one(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    other = EntryFactory(
        school=cast.school, author=cast.teacher, audience=[cast.group("class", of=cast.cm1)]
    )
    hung = EntryFileFactory(school=cast.school, entry=other)
    client = client_for(cast.student)
    assert client.get(f"/entries/{other.pk}/files/{hung.pk}/").status_code == 200
    assert client.get(f"/entries/{entry.pk}/files/{hung.pk}/").status_code == 404


def test_a_picture_is_kept_by_nobody_on_the_way(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    answer = client_for(cast.student).get(addresses(entry)[1])
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
