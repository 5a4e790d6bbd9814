import pytest

from audit.models import Event
from newsfeed.actions import (
    delete_comment,
    remove_comment,
    remove_entry,
    restore_comment,
    restore_entry,
    write_comment,
)
from newsfeed.models import Comment, Entry
from newsfeed.policies import CommentsClosed, MayNotRemove, NotAddressed, NotTheAuthor
from tests.cast import Cast
from tests.costs import queries
from tests.factories.newsfeed import CommentFactory
from tests.newsfeed.conftest import ClientFor

WORDS = "Avec mes bottes rouges !"


@pytest.fixture
def comment(cast: Cast, entry: Entry) -> Comment:
    return write_comment(cast.student, entry=entry, body=WORDS)


@pytest.mark.parametrize("part", ["student", "teacher"])
def test_the_class_comments(cast: Cast, entry: Entry, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    answer = client.post(f"/entries/{entry.pk}/", {"body": WORDS})
    comment = Comment.objects.get(author=cast.people[part])
    assert answer["Location"] == f"/entries/{entry.pk}/#comment-{comment.pk}"
    assert WORDS in client_for(cast.father).get(f"/entries/{entry.pk}/").content.decode()
    assert Event.objects.filter(verb="write_comment", target_id=comment.pk).exists()


def test_what_stands_around_an_address_is_kept(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    write_comment(cast.teacher, entry=entry, body="(Voir https://ferme.example/a). <b>Oui</b> !")
    page = client_for(cast.student).get(f"/entries/{entry.pk}/").content.decode()
    assert 'href="https://ferme.example/a"' in page
    assert "https://ferme.example/a</a>). &lt;b&gt;Oui&lt;/b&gt; !</p>" in page


@pytest.mark.parametrize("part", ["ce2_student", "staff", "guest"])
def test_others_do_not(cast: Cast, entry: Entry, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    assert client.post(f"/entries/{entry.pk}/", {"body": WORDS}).status_code == 404
    with pytest.raises(NotAddressed):
        write_comment(cast.people[part], entry=entry, body=WORDS)
    with pytest.raises(NotAddressed):
        write_comment(cast.twin(cast.student), entry=entry, body=WORDS)
    assert not Comment.objects.exists()


def test_a_closed_entry_takes_none(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    Entry.objects.filter(pk=entry.pk).update(comments_open=False)
    entry.refresh_from_db()
    with pytest.raises(CommentsClosed):
        write_comment(cast.student, entry=entry, body=WORDS)
    client = client_for(cast.student)
    assert "<textarea" not in client.get(f"/entries/{entry.pk}/").content.decode()
    client.post(f"/entries/{entry.pk}/", {"body": WORDS})
    assert not Comment.objects.exists()


def test_nothing_is_said_with_nothing(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    assert client_for(cast.student).post(f"/entries/{entry.pk}/", {"body": " "}).status_code == 422
    assert not Comment.objects.exists()


def test_one_takes_back_what_one_said(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    assert WORDS in client.get(f"/comments/{comment.pk}/delete/").content.decode()
    assert client.post(f"/comments/{comment.pk}/delete/").status_code == 302
    comment.refresh_from_db()
    assert (comment.body, comment.is_there) == ("", False)
    assert not comment.history.exists()
    assert client.get(f"/comments/{comment.pk}/delete/").status_code == 404


def test_nobody_takes_back_what_others_said(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    for person in (cast.teacher, cast.classmate, cast.administrator):
        assert client_for(person).post(f"/comments/{comment.pk}/delete/").status_code == 404
        with pytest.raises(NotTheAuthor):
            delete_comment(person, comment=comment)


def test_the_school_removes_and_brings_back(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    address = f"/entries/{entry.pk}/"
    client = client_for(cast.mother)
    remove_comment(cast.administrator, comment=comment)
    assert WORDS not in client.get(address).content.decode()
    assert Comment.objects.get(pk=comment.pk).body == WORDS
    restore_comment(cast.administrator, comment=comment)
    assert WORDS in client.get(address).content.decode()
    remove_entry(cast.administrator, entry=entry)
    assert client.get(address).status_code == 404
    restore_entry(cast.administrator, entry=entry)
    assert client.get(address).status_code == 200


def test_only_who_handles_reports_removes(cast: Cast, entry: Entry, comment: Comment) -> None:
    parts = ("teacher", "staff", "student", "mother", "coordinator")
    for person in (*(cast.people[part] for part in parts), cast.other.administrator):
        for action, thing in ((remove_comment, comment), (restore_comment, comment)):
            with pytest.raises(MayNotRemove):
                action(person, comment=thing)
        for remove in (remove_entry, restore_entry):
            with pytest.raises(MayNotRemove):
                remove(person, entry=entry)


def test_what_was_removed_is_not_taken_back(cast: Cast, comment: Comment) -> None:
    """The school decides about it now."""
    remove_comment(cast.administrator, comment=comment)
    with pytest.raises(NotTheAuthor):
        delete_comment(cast.student, comment=comment)


def test_an_entry_costs_the_same_however_much_is_said(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    CommentFactory(school=cast.school, entry=entry, author=cast.mother)
    before = queries(client, f"/entries/{entry.pk}/")
    for person in (cast.student, cast.father, cast.teacher, cast.classmate) * 3:
        CommentFactory(school=cast.school, entry=entry, author=person)
    assert queries(client, f"/entries/{entry.pk}/") == before
