"""What students write to their class, and what its teachers decide about it."""

from typing import Any

import pytest

from accounts.groups import sync_groups
from accounts.models import Enrolment, Group
from audit.models import Event as Recorded
from contacts.policies import SendingFrozen
from core import clock
from core.screening import ThinkAgain
from newsfeed import feed
from newsfeed.actions import (
    approve_entry,
    attach_file,
    delete_entry,
    edit_entry,
    publish_entry,
    return_entry,
    take_entry_back,
)
from newsfeed.models import Entry, State
from newsfeed.places import TOP
from newsfeed.policies import (
    AlreadyDecided,
    MayNotPublish,
    NotTheAuthor,
    NotTheirClass,
    ReadAsItIs,
)
from tests.cast import Cast
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory
from tests.factories.contacts import FreezeFactory
from tests.factories.newsfeed import ClassFeedFactory, EntryFactory
from tests.newsfeed.conftest import ClientFor, picture, published

WORDS: dict[str, Any] = {"title": "Mon hamster", "body": "<p>Il s’appelle Biscotte.</p>"}
RUDE = "<p>Mon numéro : 06 12 34 56 78</p>"


@pytest.fixture
def handed_in(cast: Cast, cm1: Group) -> Entry:
    return publish_entry(cast.student, groups=[cm1], **WORDS)


def seen_by(*people: Any) -> list[list[str]]:
    return [[card.content.title for card in feed.older_than(TOP, [each]).cards] for each in people]


def test_what_a_student_writes_waits_and_nobody_else_reads_it(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    assert (handed_in.state, handed_in.published_at) == (State.WAITING, None)
    assert seen_by(cast.student, cast.classmate, cast.mother, cast.teacher) == [[], [], [], []]
    pages = (f"/entries/{handed_in.pk}/", f"/handed-in/{handed_in.pk}/")
    for part in ("classmate", "mother", "ce2_teacher", "staff", "administrator"):
        client = client_for(cast.people[part])
        assert [client.get(page).status_code for page in pages] == [404, 404], part
    for part in ("student", "teacher"):
        page = client_for(cast.people[part]).get(pages[1])
        assert "Biscotte" in page.content.decode()
    student = client_for(cast.student)
    for draft in (f"/entries/drafts/{handed_in.pk}/", f"/entries/drafts/{handed_in.pk}/preview/"):
        assert student.get(draft)["Location"] == pages[1]


def test_a_teacher_finds_it_and_publishes_it(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    assert "1 publication d’élève attend" in client.get("/").content.decode()
    assert handed_in.title in client.get("/handed-in/").content.decode()
    page = f"/handed-in/{handed_in.pk}/"
    assert client.post(page, {"do": "approve"})["Location"] == "/handed-in/"
    handed_in.refresh_from_db()
    assert handed_in.state == State.PUBLISHED
    assert seen_by(cast.classmate, cast.mother) == [[handed_in.title]] * 2
    decision = handed_in.decisions.get()
    assert (decision.decided_by, decision.is_approved) == (cast.teacher, True)
    told = client_for(cast.student).get("/").content.decode()
    assert "est publiée." in told
    verbs = Recorded.objects.filter(target_id=handed_in.pk, verb__endswith="_entry")
    assert {"hand_in_entry", "approve_entry"} <= set(verbs.values_list("verb", flat=True))


def test_it_comes_back_with_words_and_is_handed_in_again(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    teacher, student = client_for(cast.teacher), client_for(cast.student)
    page = f"/handed-in/{handed_in.pk}/"
    assert teacher.post(page, {"do": "return", "words": " "}).status_code == 422
    teacher.post(page, {"do": "return", "words": "Il manque la fin."})
    for address in ("/entries/mine/", page, f"/entries/drafts/{handed_in.pk}/"):
        assert "Il manque la fin." in student.get(address).content.decode(), address
    assert "a été rendue par un enseignant." in student.get("/").content.decode()
    assert "Biscotte" not in teacher.get(page).content.decode(), "it may be written on by now"
    sheet = {"title": "Mon hamster", "body": "Il dort.", "groups": _group_of(handed_in)}
    shown = student.get(f"/entries/drafts/{handed_in.pk}/")
    sheet |= {"seen": shown.context["form"]["seen"].value(), "do": "publish"}
    assert student.post(f"/entries/drafts/{handed_in.pk}/", sheet)["Location"] == page
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.text) == (State.WAITING, "Il dort.")


def _group_of(entry: Entry) -> int:
    return entry.audiences.get().group_id


def test_one_teacher_decides_and_the_other_reads_what(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=cast.ce2_teacher)
    other = client_for(cast.ce2_teacher)
    page = f"/handed-in/{handed_in.pk}/"
    assert other.get(page).status_code == 200
    return_entry(cast.teacher, entry=handed_in, words="Il manque la fin.")
    with pytest.raises(AlreadyDecided):
        approve_entry(cast.ce2_teacher, entry=handed_in)
    answer = other.post(page, {"do": "approve"}, follow=True).content.decode()
    assert cast.teacher.name in answer and "Il manque la fin." in answer
    handed_in.refresh_from_db()
    assert handed_in.state == State.DECLINED


def test_none_but_a_teacher_of_the_class_decides(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    for part in ("ce2_teacher", "staff", "administrator", "student", "classmate", "mother"):
        with pytest.raises(NotTheirClass):
            approve_entry(cast.people[part], entry=handed_in)
        answer = client_for(cast.people[part]).post(
            f"/handed-in/{handed_in.pk}/", {"do": "approve"}
        )
        assert answer.status_code == 404, part
    with pytest.raises(NotTheirClass):
        approve_entry(cast.other.teacher, entry=handed_in)


def test_who_left_the_class_is_published_there_no_more(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    Enrolment.objects.filter(membership=cast.student).delete()
    sync_groups(cast.school.pk)
    client = client_for(cast.teacher)
    assert client.get(f"/handed-in/{handed_in.pk}/").status_code == 404
    assert handed_in.title not in client.get("/handed-in/").content.decode()
    with pytest.raises(NotTheirClass):
        approve_entry(cast.teacher, entry=handed_in)


def test_a_pause_holds_for_what_was_handed_in_before(cast: Cast, handed_in: Entry) -> None:
    FreezeFactory(school=cast.school, profiles=["student"])
    with pytest.raises(SendingFrozen):
        approve_entry(cast.teacher, entry=handed_in)


def test_it_is_taken_back_until_it_is_decided(
    cast: Cast, handed_in: Entry, client_for: ClientFor
) -> None:
    page = f"/handed-in/{handed_in.pk}/take-back/"
    assert client_for(cast.classmate).post(page).status_code == 404
    with pytest.raises(NotTheAuthor):
        take_entry_back(cast.classmate, entry=handed_in)
    taken = client_for(cast.student).post(page)
    assert taken["Location"] == f"/entries/drafts/{handed_in.pk}/"
    with pytest.raises(NotTheirClass):
        approve_entry(cast.teacher, entry=handed_in)
    with pytest.raises(AlreadyDecided):
        take_entry_back(cast.student, entry=handed_in)


def test_nothing_is_slipped_in_after_it_was_read(cast: Cast, handed_in: Entry) -> None:
    with pytest.raises(ReadAsItIs):
        attach_file(cast.student, entry=handed_in, upload=picture())
    approve_entry(cast.teacher, entry=handed_in)
    with pytest.raises(ReadAsItIs):
        attach_file(cast.student, entry=handed_in, upload=picture())
    with pytest.raises(ReadAsItIs):
        edit_entry(cast.student, entry=handed_in, **WORDS)
    delete_entry(cast.student, entry=handed_in)


@pytest.mark.parametrize(
    ("writing", "state"), [("free", State.PUBLISHED), ("approved", State.WAITING), ("none", None)]
)
def test_the_class_says_whether_students_write(
    cast: Cast, cm1: Group, client_for: ClientFor, writing: str, state: State | None
) -> None:
    ClassFeedFactory(school=cast.school, school_class=cast.cm1, students_write=writing)
    client = client_for(cast.student)
    assert ("/entries/new/" in client.get("/").content.decode()) is (state is not None)
    if state is None:
        assert client.post("/entries/new/").status_code == 404
        with pytest.raises(MayNotPublish):
            publish_entry(cast.student, groups=[cm1], **WORDS)
    else:
        assert publish_entry(cast.student, groups=[cm1], **WORDS).state == state


def test_a_class_that_stopped_it_meanwhile_takes_nothing_more(
    cast: Cast, handed_in: Entry, cm1: Group
) -> None:
    take_entry_back(cast.student, entry=handed_in)
    ClassFeedFactory(school=cast.school, school_class=cast.cm1, students_write="none")
    with pytest.raises(MayNotPublish):
        publish_entry(cast.student, groups=[cm1], **WORDS)


def test_a_student_writes_to_one_class_of_theirs_and_words_alone(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    ce2, parents = cast.group("class", of=cast.ce2), cast.group("class", "parent", of=cast.cm1)
    for groups in ([ce2], [parents], [cm1, ce2], [cast.group("school")]):
        with pytest.raises(MayNotPublish):
            publish_entry(cast.student, groups=groups, **WORDS)
    EnrolmentFactory(school=cast.school, school_class=cast.ce2, membership=cast.student)
    with pytest.raises(MayNotPublish):
        publish_entry(cast.student, groups=[cm1, ce2], **WORDS)
    for more in ("is_pinned", "wants_confirmation"):
        with pytest.raises(MayNotPublish):
            publish_entry(cast.student, groups=[cm1], **WORDS | {more: True})
    sheet = {"title": "Sondage", "body": "?", "groups": cm1.pk, "poll-question": "Qui ?"}
    sheet |= {"wants_confirmation": "on", "is_pinned": "on", "publish_at": "2030-01-01T10:00"}
    assert published(client_for(cast.student), sheet).status_code == 422
    assert not Entry.objects.exclude(state=State.DRAFT).exists()


def test_it_is_looked_at_before_a_teacher_reads_it(cast: Cast, cm1: Group) -> None:
    with pytest.raises(ThinkAgain):
        publish_entry(cast.student, groups=[cm1], title="Mon hamster", body=RUDE)


def test_the_queue_costs_the_same_however_long(
    cast: Cast, handed_in: Entry, cm1: Group, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    before = [queries(client, page) for page in ("/", "/handed-in/")]
    for person in (cast.student, cast.classmate) * 3:
        EntryFactory(
            school=cast.school,
            author=person,
            audience=[cm1],
            state=State.WAITING,
            written_at=clock.now(),
        )
    assert [queries(client, page) for page in ("/", "/handed-in/")] == before
