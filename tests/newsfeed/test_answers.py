"""What is said to a comment, and how much of it a page shows."""

import re
from datetime import timedelta

import pytest

from core import clock
from newsfeed import talk
from newsfeed.actions import delete_comment, remove_comment, write_comment
from newsfeed.models import Comment, Entry
from newsfeed.policies import NotAddressed
from tests.cast import Cast
from tests.costs import queries
from tests.factories.newsfeed import CommentFactory, EntryFactory
from tests.newsfeed.conftest import ClientFor

GONE = "Ce commentaire n’est plus là."
EARLIER = re.compile(r'href="(\?[^"#]*before=[^"#]*)#comments"')


@pytest.fixture
def comment(cast: Cast, entry: Entry) -> Comment:
    made: Comment = CommentFactory(school=cast.school, entry=entry, author=cast.classmate)
    return made


def test_one_answers_a_comment_and_there_is_one_level(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = f"/entries/{entry.pk}/?answer={comment.pk}"
    asked = client.get(page).content.decode()
    assert f'name="answers" value="{comment.pk}"' in asked
    assert cast.classmate.name in asked.partition('id="answering"')[2]
    answer = client.post(page, {"body": "Moi aussi", "answers": comment.pk})
    first = Comment.objects.get(author=cast.student)
    assert answer["Location"] == f"/entries/{entry.pk}/#comment-{first.pk}"
    second = write_comment(cast.teacher, entry=entry, body="Très bien", answers=first)
    assert (first.answers, second.answers) == (comment, comment)
    shown = client.get(f"/entries/{entry.pk}/").content.decode()
    places = [shown.index(f'id="comment-{each.pk}"') for each in (comment, first, second)]
    assert places == sorted(places)
    assert "3 commentaires" in client.get("/").content.decode()


def test_what_was_answered_keeps_its_place(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    reply = write_comment(cast.student, entry=entry, body="Moi aussi", answers=comment)
    client = client_for(cast.student)
    remove_comment(cast.administrator, comment=comment)
    page = client.get(f"/entries/{entry.pk}/").content.decode()
    assert GONE in page
    assert comment.body not in page
    assert reply.body in page
    delete_comment(cast.student, comment=reply)
    page = client.get(f"/entries/{entry.pk}/").content.decode()
    assert GONE not in page


def test_what_is_gone_is_answered_no_more_and_the_words_are_kept(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    remove_comment(cast.administrator, comment=comment)
    sheet = {"body": "Moi aussi", "answers": comment.pk}
    page = client.post(f"/entries/{entry.pk}/?answer={comment.pk}", sheet)
    assert page.status_code == 422
    assert "Moi aussi" in page.content.decode()
    assert 'name="answers"' not in page.content.decode()
    assert Comment.objects.count() == 1


def test_a_comment_under_another_entry_is_not_answered_here(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    elsewhere = EntryFactory(
        school=cast.school, author=cast.ce2_teacher, audience=[cast.group("class", of=cast.ce2)]
    )
    other = CommentFactory(school=cast.school, entry=elsewhere, author=cast.ce2_student)
    client = client_for(cast.student)
    assert (
        other.body
        not in client.get(f"/entries/{entry.pk}/?answer={other.pk}")
        .content.decode()
        .partition('id="answering"')[2]
    )
    sheet = {"body": "Moi aussi", "answers": other.pk}
    assert client.post(f"/entries/{entry.pk}/", sheet).status_code == 422
    with pytest.raises(NotAddressed):
        write_comment(cast.student, entry=entry, body="Moi aussi", answers=other)


@pytest.mark.parametrize(
    "nonsense", ["answer=x", "answer=99999999999999999999", "before=x", "thread=99999999999999999"]
)
def test_nonsense_in_the_address_is_the_entry(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor, nonsense: str
) -> None:
    page = client_for(cast.student).get(f"/entries/{entry.pk}/?{nonsense}")
    assert comment.body in page.content.decode()


def test_all_that_was_said_is_found_page_by_page(
    cast: Cast, entry: Entry, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two in each minute; one of them has answers of its own."""
    monkeypatch.setattr(talk, "THREADS", 2)
    monkeypatch.setattr(talk, "ANSWERS", 1)
    monkeypatch.setattr(talk, "OF_ONE", 2)
    start = clock.now() - timedelta(hours=1)

    def say(number: int, **to: Comment) -> set[int]:
        return {
            CommentFactory(
                school=cast.school,
                entry=entry,
                author=cast.student,
                written_at=start + timedelta(minutes=n // 2),
                **to,
            ).pk
            for n in range(number)
        }

    said = say(5)
    said |= say(4, answers=Comment.objects.get(pk=min(said)))
    client, asked, found = client_for(cast.student), [""], set[int]()
    for query in asked:
        page = client.get(f"/entries/{entry.pk}/{query}").content.decode()
        found |= {int(pk) for pk in re.findall(r'id="comment-(\d+)"', page)}
        older = (each.replace("&amp;", "&") for each in EARLIER.findall(page))
        asked += [each for each in older if each not in asked]
    assert found == said
    assert len(asked) == 5


def test_an_entry_costs_the_same_however_much_is_answered(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    CommentFactory(school=cast.school, entry=entry, author=cast.mother, answers=comment)
    before = queries(client, f"/entries/{entry.pk}/")
    for person in (cast.student, cast.father, cast.teacher) * 3:
        CommentFactory(school=cast.school, entry=entry, author=person, answers=comment)
        CommentFactory(school=cast.school, entry=entry, author=person)
    assert queries(client, f"/entries/{entry.pk}/") == before
