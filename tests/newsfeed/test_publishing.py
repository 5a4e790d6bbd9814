from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.actions.duties import set_duties
from accounts.choices import Duty
from accounts.models import Group
from audit.models import Event
from core import clock
from newsfeed.actions import delete_entry, edit_entry, publish_entry, write_comment
from newsfeed.models import Audience, Entry, EntryFile
from newsfeed.policies import MayNotPublish, NotTheAuthor
from tests.cast import Cast
from tests.factories.accounts import GroupFactory
from tests.newsfeed.conftest import ClientFor, Sent, begun, picture, published
from uploads.models import StoredFile

WORDS: dict[str, Any] = {"title": "Sortie à la ferme", "body": "Vendredi, avec des bottes."}


def stored() -> list[Path]:
    """The files of schools, without the notes on those whose transaction is not over."""
    return list(Path(settings.MEDIA_ROOT).glob("[0-9]*/*"))


def test_a_teacher_publishes_to_groups_of_her_class(cast: Cast) -> None:
    groups = [cast.group("class", profile, of=cast.cm1) for profile in ("student", "parent")]
    entry = publish_entry(cast.teacher, groups=groups, **WORDS)
    audience = Audience.objects.filter(entry=entry)
    assert {each.group for each in audience} == set(groups)
    assert {each.published_at for each in audience} == {entry.published_at}
    event = Event.objects.get(verb="publish_entry", target_id=entry.pk)
    assert event.facts == {"groups": sorted(group.pk for group in groups)}


def test_staff_publish_to_the_school_and_to_every_class(cast: Cast, cm1: Group) -> None:
    for group in (cast.group("school"), cast.group("school", "parent"), cm1):
        assert publish_entry(cast.staff, groups=[group], **WORDS).author == cast.staff


def test_a_head_who_teaches_publishes_as_staff_do(cast: Cast, cm1: Group) -> None:
    """As in most schools for children: they have a class of their own too."""
    set_duties(cast.administrator, membership=cast.ce2_teacher, duties=[Duty.HEAD])
    cast.ce2_teacher.refresh_from_db()
    for group in (cast.group("school"), cm1, cast.group("class", of=cast.ce2)):
        assert publish_entry(cast.ce2_teacher, groups=[group], **WORDS).author == cast.ce2_teacher


@pytest.mark.parametrize(
    "part", ["ce2_student", "mother", "ce2_teacher", "guest"], ids=lambda part: f"not the {part}"
)
def test_others_publish_nothing_to_the_class(cast: Cast, cm1: Group, part: str) -> None:
    with pytest.raises(MayNotPublish):
        publish_entry(cast.people[part], groups=[cm1], **WORDS)
    assert not Entry.objects.exists()


def test_one_group_too_many_refuses_the_whole(cast: Cast, cm1: Group) -> None:
    project: Group = GroupFactory(school=cast.school)
    theirs = cast.other.group("class", of=cast.other.cm1)
    for group in (project, theirs, cast.group("school"), cast.group("class", of=cast.ce2)):
        with pytest.raises(MayNotPublish):
            publish_entry(cast.teacher, groups=[cm1, group], **WORDS)
    with pytest.raises(MayNotPublish):
        publish_entry(cast.teacher, groups=[], **WORDS)


def test_open_pages_are_told_to_look_and_nothing_else(
    cast: Cast,
    cm1: Group,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entry = publish_entry(cast.teacher, groups=[cm1], **WORDS)
        assert sent == []
    look = {"type": "look", "look": "feed"}
    author = f"person.{cast.teacher.user_id}"
    assert sent == [([f"group.{cm1.pk}"], look), ([author], look)]
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        write_comment(cast.student, entry=entry, body="Avec mes bottes rouges !")
    assert {message["look"] for _, message in sent[:-1]} == {f"comments-{entry.pk}"}
    assert sent[-1] == ([author], {"type": "look", "look": "notices"})


def test_an_entry_has_a_picture_and_it_a_small_one(cast: Cast, cm1: Group) -> None:
    entry = publish_entry(
        cast.teacher, groups=[cm1], **WORDS, picture=picture(), description="Une vache"
    )
    hung = EntryFile.objects.get(entry=entry)
    assert (hung.description, hung.file.owner) == ("Une vache", cast.teacher)
    assert len(stored()) == 2


def test_a_failed_publication_leaves_no_file(
    cast: Cast, cm1: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        assert len(stored()) == 2
        raise ZeroDivisionError

    monkeypatch.setattr("newsfeed.drafts.nudge_readers", fail)
    with pytest.raises(ZeroDivisionError):
        publish_entry(cast.teacher, groups=[cm1], **WORDS, picture=picture())
    assert stored() == []
    assert not StoredFile.objects.exists()


def test_editing_keeps_how_it_read_before(cast: Cast, entry: Entry) -> None:
    before = entry.body
    edit_entry(cast.teacher, entry=entry, title="Sortie au bois", body="Samedi.")
    entry.refresh_from_db()
    assert (entry.title, entry.body) == ("Sortie au bois", "Samedi.")
    assert entry.edited_at is not None
    assert before in entry.history.values_list("body", flat=True)


def test_deleting_leaves_no_word_and_no_file(
    cast: Cast, cm1: Group, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    entry = publish_entry(cast.teacher, groups=[cm1], **WORDS, picture=picture())
    edit_entry(cast.teacher, entry=entry, title="Sortie", body="Samedi.")
    write_comment(cast.student, entry=entry, body="Chouette !")
    with django_capture_on_commit_callbacks(execute=True):
        delete_entry(cast.teacher, entry=entry)
        assert len(stored()) == 2
    entry.refresh_from_db()
    assert (entry.title, entry.body, entry.is_there) == ("", "", False)
    assert not entry.history.exists()
    assert not EntryFile.objects.exists()
    assert stored() == []
    assert entry.comments.count() == 1


def test_only_the_author_edits_and_deletes(cast: Cast, entry: Entry) -> None:
    for person in (cast.staff, cast.administrator, cast.student, cast.ce2_teacher):
        with pytest.raises(NotTheAuthor):
            edit_entry(person, entry=entry, **WORDS)
        with pytest.raises(NotTheAuthor):
            delete_entry(person, entry=entry)


def test_words_once_deleted_do_not_come_back(cast: Cast, entry: Entry) -> None:
    read_before = Entry.objects.get(pk=entry.pk)
    delete_entry(cast.teacher, entry=entry)
    with pytest.raises(NotTheAuthor):
        edit_entry(cast.teacher, entry=read_before, **WORDS)


def test_the_page_publishes(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    client = client_for(cast.teacher)
    sheet = {"groups": cm1.pk, **WORDS, "files": picture("JPEG"), "comments_open": "on"}
    answer = published(client, sheet)
    entry = Entry.objects.get(author=cast.teacher)
    assert answer["Location"] == f"/entries/{entry.pk}/"
    assert entry.comments_open
    assert entry.attachments.count() == 1


def test_the_page_keeps_what_was_typed(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    client = client_for(cast.teacher)
    broken = picture()
    broken.file.truncate(60)
    nameless = {"groups": cm1.pk, "body": WORDS["body"]}
    for sheet in (WORDS, nameless, {"groups": cm1.pk, **WORDS, "files": broken}):
        answer = published(client, sheet)
        assert answer.status_code == 422
        assert WORDS["body"] in answer.content.decode()
    assert f'value="{cm1.pk}" checked' in answer.content.decode()
    assert not Entry.objects.published().exists()


def test_a_teacher_is_offered_her_own_classes_alone(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.teacher)
    page = client.get(begun(client)).content.decode()
    for profile in ("", "student", "parent"):
        assert f'value="{cast.group("class", profile, of=cast.cm1).pk}"' in page
    for other in (cast.group("class", of=cast.ce2), cast.group("school")):
        assert f'value="{other.pk}"' not in page
    theirs = {"groups": cast.group("class", of=cast.cm1).pk, **WORDS}
    assert published(client_for(cast.ce2_teacher), theirs).status_code == 422
    assert not Entry.objects.published().exists()


def test_the_trail_holds_no_words(cast: Cast, cm1: Group) -> None:
    with clock.at(clock.now()):
        publish_entry(cast.teacher, groups=[cm1], **WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(facts::text, ' ') FROM audit_event")
        facts = cursor.fetchone()[0]
    assert "ferme" not in facts
    assert "bottes" not in facts
