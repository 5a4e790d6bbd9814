"""An entry before it is published: kept as one types, for its author alone."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Group
from audit.models import Event
from core import clock
from core.keeping import WrittenElsewhere
from newsfeed.actions import (
    attach_file,
    delete_draft,
    edit_entry,
    publish_draft,
    start_entry,
    write_entry,
)
from newsfeed.models import Audience, Entry, State
from newsfeed.policies import AlreadyPublished, MayNotPublish, NotPublished, NotTheAuthor
from newsfeed.scheduling import delete_empty_drafts
from tests.cast import Cast
from tests.factories.newsfeed import EntryFactory
from tests.newsfeed.conftest import ClientFor, begun, picture
from uploads.models import StoredFile

BY_HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
WORDS: dict[str, Any] = {"title": "Sortie", "body": "<p>Avec des <strong>bottes</strong>.</p>"}


@pytest.fixture
def draft(cast: Cast, cm1: Group) -> Entry:
    """The teacher's, for CM1, with words."""
    begun = start_entry(cast.teacher)
    return write_entry(cast.teacher, entry=begun, seen=begun.version, groups=[cm1], **WORDS)


def at(entry: Entry) -> str:
    return f"/entries/drafts/{entry.pk}/"


def typed(entry: Entry, *groups: Group, **more: object) -> dict[str, Any]:
    keys = [group.pk for group in groups]
    return {"seen": entry.version, "groups": keys, "title": "Sortie", "body": "Demain", **more}


def test_what_is_typed_is_kept_and_nobody_else_finds_it(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    teacher = client_for(cast.teacher)
    page = begun(teacher)
    draft = Entry.objects.get(author=cast.teacher)
    before = Event.objects.count()
    kept = teacher.post(page, typed(draft, cm1), **BY_HTMX).content.decode()
    draft.refresh_from_db()
    assert Event.objects.count() == before
    assert (draft.title, draft.text, draft.state) == ("Sortie", "Demain", State.DRAFT)
    assert draft.version in kept
    assert "Demain" in teacher.get(page).content.decode()
    assert "Sortie" in teacher.get("/entries/mine/").content.decode()
    assert not draft.history.exists()
    for part in ("student", "ce2_teacher", "administrator", "mother"):
        other = client_for(cast.people[part])
        assert "Sortie" not in other.get("/").content.decode()
        for address in (page, f"{page}preview/", f"{page}delete/", f"/entries/{draft.pk}/"):
            assert other.get(address).status_code == 404
            assert other.post(address, typed(draft, cm1, do="publish")).status_code == 404
        assert other.post(f"/entries/{draft.pk}/files/", {"files": picture()}).status_code == 404
    assert teacher.get(f"/entries/{draft.pk}/").status_code == 404


def test_an_older_window_does_not_write_over_a_newer_one(
    cast: Cast, cm1: Group, draft: Entry, client_for: ClientFor
) -> None:
    old = typed(draft, cm1, body="Autre chose")
    write_entry(cast.teacher, entry=draft, seen=draft.version, groups=[cm1], **WORDS)
    teacher = client_for(cast.teacher)
    for how in ({}, BY_HTMX):
        answer = teacher.post(at(draft), old | {"do": "publish"}, **how)
        assert "Autre chose" in answer.content.decode() or how
    draft.refresh_from_db()
    assert (draft.text, draft.state) == ("Avec des bottes.", State.DRAFT)
    with pytest.raises(WrittenElsewhere):
        write_entry(cast.teacher, entry=draft, seen="", groups=[], title="a", body="b")


def test_pressed_twice_it_is_published_once(
    cast: Cast, cm1: Group, draft: Entry, client_for: ClientFor
) -> None:
    teacher = client_for(cast.teacher)
    sheet = typed(draft, cm1, do="publish")
    assert teacher.post(at(draft), sheet)["Location"] == f"/entries/{draft.pk}/"
    again = teacher.post(at(draft), sheet | {"body": "Encore un mot"})
    assert again.status_code == 422
    assert "Encore un mot" in again.content.decode()
    assert teacher.get(at(draft))["Location"] == f"/entries/{draft.pk}/"
    assert Event.objects.filter(verb="publish_entry").count() == 1
    assert list(Audience.objects.values_list("group", flat=True)) == [cm1.pk]
    with pytest.raises(AlreadyPublished):
        publish_draft(cast.teacher, entry=draft)


def test_rights_are_asked_when_it_is_published(cast: Cast, cm1: Group, draft: Entry) -> None:
    with pytest.raises(MayNotPublish):
        start_entry(cast.mother)
    for person in (cast.ce2_teacher, cast.administrator, cast.other.teacher):
        with pytest.raises((NotTheAuthor, Entry.DoesNotExist)):
            publish_draft(person, entry=draft)
    whole_school = cast.group("school")
    kept = write_entry(
        cast.teacher, entry=draft, seen=draft.version, groups=[cm1, whole_school], **WORDS
    )
    with pytest.raises(MayNotPublish):
        publish_draft(cast.teacher, entry=kept)
    with pytest.raises(NotPublished):
        edit_entry(cast.teacher, entry=kept, **WORDS)


def test_a_group_of_somebody_else_is_not_taken(
    cast: Cast, draft: Entry, client_for: ClientFor
) -> None:
    theirs = cast.group("class", of=cast.ce2)
    answer = client_for(cast.teacher).post(at(draft), typed(draft, theirs, do="publish"))
    assert answer.status_code == 422
    assert not Audience.objects.filter(group=theirs).exists()


def test_deleting_a_draft_leaves_nothing(cast: Cast, draft: Entry, client_for: ClientFor) -> None:
    attach_file(cast.teacher, entry=draft, upload=picture())
    assert client_for(cast.teacher).post(f"{at(draft)}delete/").status_code == 302
    assert not Entry.objects.exists()
    assert not StoredFile.objects.exists()
    facts = str(list(Event.objects.values_list("facts", flat=True)))
    assert "bottes" not in facts


def test_a_published_entry_is_not_deleted_as_a_draft(cast: Cast, entry: Entry) -> None:
    with pytest.raises(AlreadyPublished):
        delete_draft(cast.teacher, entry=entry)


def test_the_sweep_takes_what_nobody_wrote_in(cast: Cast, draft: Entry) -> None:
    empty = start_entry(cast.teacher)
    forgotten = EntryFactory(school=cast.school, author=None, state=State.DRAFT)
    with clock.at(clock.now() + timedelta(days=2)):
        delete_empty_drafts()
    left = set(Entry.objects.values_list("pk", flat=True))
    assert draft.pk in left
    assert not left & {empty.pk, forgotten.pk}
