"""Whom a comment reaches decides who may write it."""

import pytest

from accounts.models import Group, Membership
from core import clock
from newsfeed.actions import change_class_feed, write_comment
from newsfeed.models import ClassFeed, Comment, Entry
from newsfeed.policies import CommentsClosed, NotTheirClass
from newsfeed.silence import OF_GUESTS, OF_OTHERS, OF_PARENTS, OVER, why_silent
from tests.cast import Cast
from tests.factories.accounts import GroupFactory, GroupMemberFactory
from tests.factories.newsfeed import ClassFeedFactory, EntryFactory
from tests.newsfeed.conftest import ClientFor

WORDS = "Avec mes bottes rouges !"


def to(cast: Cast, *groups: Group) -> Entry:
    made: Entry = EntryFactory(school=cast.school, author=cast.teacher, audience=groups)
    return made


def project(cast: Cast, *people: Membership, **end: object) -> Group:
    made: Group = GroupFactory(school=cast.school, kind="project", **end)
    for person in people:
        GroupMemberFactory(school=cast.school, group=made, membership=person)
    return made


@pytest.fixture
def opened(cast: Cast) -> ClassFeed:
    """CM1 lets its parents comment."""
    made: ClassFeed = ClassFeedFactory(school=cast.school, school_class=cast.cm1)
    return made


def test_a_student_is_heard_by_their_class_and_by_no_other(cast: Cast, cm1: Group) -> None:
    own = to(cast, cast.group("class", "student", of=cast.cm1), cm1)
    assert why_silent(cast.student, own) == ""
    for more in (cast.group("class", of=cast.ce2), cast.group("school")):
        entry = to(cast, cm1, more)
        assert why_silent(cast.student, entry) == OF_OTHERS
        assert why_silent(cast.teacher, entry) == ""
        with pytest.raises(CommentsClosed):
            write_comment(cast.student, entry=entry, body=WORDS)
    assert not Comment.objects.exists()


def test_a_parent_is_heard_where_the_class_lets_them(
    cast: Cast, cm1: Group, opened: ClassFeed
) -> None:
    entry = to(cast, cm1)
    assert why_silent(cast.mother, entry) == ""
    of_both = to(cast, cm1, cast.group("class", of=cast.ce2))
    assert why_silent(cast.mother, of_both) == OF_PARENTS, "her other child’s class does not"
    assert why_silent(cast.father, of_both) == OF_OTHERS
    opened.delete()
    assert why_silent(cast.mother, entry) == OF_PARENTS


def test_in_a_project_all_of_it_comment_until_it_ends(cast: Cast, cm1: Group) -> None:
    going_on = project(cast, cast.student, cast.ce2_student, cast.mother, cast.teacher)
    over = project(cast, cast.student, ends_at=clock.now())
    entry = to(cast, going_on)
    for person in (cast.student, cast.ce2_student, cast.mother, cast.teacher):
        assert why_silent(person, entry) == ""
    assert why_silent(cast.student, to(cast, over)) == OVER
    assert why_silent(cast.student, to(cast, over, cm1)) == ""
    of_more = to(cast, going_on, cm1)
    assert why_silent(cast.ce2_student, of_more) == OF_OTHERS
    assert why_silent(cast.student, of_more) == ""


def test_guests_read(cast: Cast) -> None:
    assert why_silent(cast.guest, to(cast, cast.group("school", "guest"))) == OF_GUESTS


def test_the_page_says_why_and_loses_nothing(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    write_comment(cast.student, entry=entry, body=WORDS)
    page = client.get(f"/entries/{entry.pk}/").content.decode()
    assert WORDS in page
    assert str(OF_PARENTS) in page
    assert "<textarea" not in page
    assert "?answer=" not in page
    answer = client.post(f"/entries/{entry.pk}/", {"body": "Bravo à tous"})
    assert answer.status_code == 422
    assert "Bravo à tous" in answer.content.decode()
    assert Comment.objects.count() == 1


def test_a_class_is_set_by_those_who_lead_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    for person in (cast.ce2_teacher, cast.staff, cast.mother, cast.twin(cast.administrator)):
        with pytest.raises(NotTheirClass):
            change_class_feed(
                person, school_class=cast.cm1, students_write="free", parents_comment=True
            )
    page = f"/schools/{cast.school.pk}/classes/{cast.cm1.pk}/feed/"
    client = client_for(cast.teacher)
    assert page in client.get(f"/?class={cast.cm1.pk}").content.decode()
    client.post(page, {"students_write": "none", "parents_comment": "on"})
    assert why_silent(cast.mother, entry) == ""
    client_for(cast.administrator).post(page, {"students_write": "approved"})
    assert not ClassFeed.objects.exists(), "what is usual needs no row"
    assert page not in client_for(cast.ce2_teacher).get(f"/?class={cast.cm1.pk}").content.decode()
