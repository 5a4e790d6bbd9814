"""What was reported is kept as it was, whatever becomes of it."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from messaging.actions import answer_conversation, start_conversation
from messaging.actions.recall import recall_message
from messaging.models import Message
from moderation import evidence as taking
from moderation.actions.keep import keep_as_read
from moderation.actions.report import report_thing
from moderation.evidence import digest_of
from moderation.models import Case, Evidence, EvidenceFile, Surrounding
from newsfeed.actions import delete_entry
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.moderation import EvidenceFactory, EvidenceFileFactory, SurroundingFactory
from tests.factories.newsfeed import (
    CommentFactory,
    EntryFactory,
    EntryFileFactory,
    EventFactory,
    PollFactory,
)
from tests.factories.uploads import CONTENT, StoredFileFactory
from tests.moderation.conftest import UNKIND, words_kept
from uploads.models import StoredFile
from uploads.unsettled import note_of, remove_files_left_behind

ClientFor = Callable[[Membership], SchoolClient]


def kept_of(thing: Comment | Entry | Message, by: Membership) -> Evidence:
    """What is kept once `by` reported it."""
    case = report_thing(by, subject=thing, reason="unkind").case
    kept: Evidence = case.evidence.latest("number")
    return kept


def around(evidence: Evidence) -> list[tuple[int, str]]:
    found = evidence.surroundings.order_by("place")
    return list(found.values_list("place", "words"))


def page_of(case: Case) -> str:
    return f"/schools/{case.school_id}/cases/{case.pk}/"


def asked(statement: str, values: list[Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


# Unchangeable


@pytest.fixture
def kept(case: Case, cast: Cast) -> dict[str, int]:
    """A row of each table of evidence: its key."""
    evidence = case.evidence.get()
    said = SurroundingFactory(school=cast.school, evidence=evidence, author=cast.teacher)
    file = EvidenceFileFactory(school=cast.school, evidence=evidence)
    return {
        "moderation_evidence": evidence.pk,
        "moderation_surrounding": said.pk,
        "moderation_evidencefile": file.pk,
    }


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]


OTHERS = {
    "id": "id + 1000000",
    "school_id": "school_id + 1",
    "case_id": "case_id + 1",
    "evidence_id": "evidence_id + 1",
    "author_id": "author_id + 1",
    "original_id": "original_id + 1",
    "target_id": "target_id + 1",
    "number": "number + 1",
    "place": "place + 1",
    "size": "size + 1",
    "key": "gen_random_uuid()",
    "audience": "'{}'",
    "taken_at": "taken_at - interval '1 day'",
    "thing_at": "thing_at - interval '1 day'",
    "edited_at": "now()",
    "at": "at - interval '1 day'",
}


@pytest.mark.parametrize(
    "table", ["moderation_evidence", "moderation_surrounding", "moderation_evidencefile"]
)
def test_no_column_of_evidence_is_changed(kept: dict[str, int], table: str) -> None:
    """Not by SQL either; and while somebody is erased only whose it is."""
    for column in columns(table):
        other = OTHERS.get(column, "'autre chose'")
        change = f"UPDATE {table} SET {column} = {other} WHERE id = %s"
        with pytest.raises(DatabaseError, match="stays as it is"):
            asked(change, [kept[table]])
        if column != "author_id":
            with wall.erasing(), pytest.raises(DatabaseError, match="stays as it is"):
                asked(change, [kept[table]])


@pytest.mark.parametrize(
    "table", ["moderation_evidencefile", "moderation_surrounding", "moderation_evidence"]
)
def test_evidence_is_not_deleted(kept: dict[str, int], table: str) -> None:
    with pytest.raises(DatabaseError, match="stays as it is"):
        asked(f"DELETE FROM {table} WHERE id = %s", [kept[table]])
    with pytest.raises(DatabaseError, match="stays as it is"):
        asked(f"UPDATE {table} SET author_id = NULL WHERE id = %s", [kept[table]])


def test_evidence_is_not_emptied(kept: dict[str, int]) -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL preau.trail_of_a_test = ''")
        for table in kept:
            with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")


def test_the_way_to_erase_is_shut_again(kept: dict[str, int]) -> None:
    with pytest.raises(DatabaseError, match="division"), wall.erasing():
        asked("SELECT 1/0", [])
    with wall.erasing():
        assert asked("DELETE FROM moderation_surrounding WHERE id = %s", [1]) == 0
    with pytest.raises(DatabaseError, match="stays as it is"):
        asked("DELETE FROM moderation_surrounding WHERE id = %s", [kept["moderation_surrounding"]])


# What is taken


def test_who_could_read_it_is_kept_without_a_name(cast: Cast, comment: Comment) -> None:
    evidence = kept_of(comment, cast.student)
    inside = Membership.objects.filter(in_groups__group=cast.group("class", of=cast.cm1))
    expected = {*inside.values_list("pk", flat=True)} - {cast.classmate.pk}
    assert evidence.audience["groups"] == [cast.cm1.name]
    assert set(evidence.audience["members"]) == expected
    assert evidence.audience["people"] == len(expected)
    assert cast.teacher.pk in expected, "whoever wrote the entry reads what is said under it"


def test_a_family_is_told_by_who_is_in_it(cast: Cast) -> None:
    family = cast.group("family", of=cast.student)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[family])
    evidence = kept_of(entry, cast.mother)
    assert evidence.audience["groups"] == []
    assert cast.student.pk in evidence.audience["members"]


def test_of_many_readers_the_first_are_kept_and_all_are_counted(
    cast: Cast, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_NAMED", 2)
    audience = kept_of(comment, cast.student).audience
    assert len(audience["members"]) == 2
    assert audience["people"] > 2


def test_a_comment_is_kept_with_its_entry_and_its_thread(cast: Cast, entry: Entry) -> None:
    first = CommentFactory(school=cast.school, entry=entry, author=cast.student, body="0")
    said = [
        CommentFactory(
            school=cast.school,
            entry=entry,
            author=cast.teacher,
            answers=first,
            body=str(number),
            written_at=first.written_at + timedelta(minutes=number),
        )
        for number in range(1, 10)
    ]
    CommentFactory(school=cast.school, entry=entry, author=cast.mother, body="Un autre fil")
    Comment.objects.filter(pk=said[3].pk).update(deleted_at=clock.now())
    evidence = kept_of(said[4], cast.student)
    assert around(evidence) == [
        *((-3, "1"), (-2, "2"), (-1, "3")),
        (0, f"{entry.title}\n\n{entry.text}"),
        *((1, "6"), (2, "7"), (3, "8")),
    ]
    assert evidence.surroundings.get(place=-1).author == cast.teacher


def test_an_entry_is_kept_with_all_its_words_and_what_was_last_said(
    cast: Cast, entry: Entry
) -> None:
    start = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    EventFactory(school=cast.school, entry=entry, starts_at=start, ends_at=start, place="Au lac")
    PollFactory(school=cast.school, entry=entry, question="Qui vient ?", options=["Moi", "Pas moi"])
    for number in range(7):
        CommentFactory(
            school=cast.school,
            entry=entry,
            author=cast.mother,
            body=str(number),
            written_at=entry.written_at + timedelta(minutes=number),
        )
    evidence = kept_of(entry, cast.student)
    for word in (entry.title, entry.text, "1 décembre 2026", "Au lac", "Qui vient ?", "Pas moi"):
        assert word in evidence.words
    assert around(evidence) == [(place, str(place + 1)) for place in range(1, 6)]


def test_who_reports_in_another_language_reports_the_same_words(cast: Cast, entry: Entry) -> None:
    EventFactory(school=cast.school, entry=entry)
    for person, language in ((cast.student, "fr"), (cast.mother, "en")):
        with translation.override(language):
            report_thing(person, subject=entry, reason="other")
    assert Evidence.objects.count() == 1


def test_a_message_is_kept_with_what_its_reporter_had_around_it(cast: Cast) -> None:
    talk = ConversationFactory(school=cast.school, between=[cast.student, cast.teacher])
    moment = clock.now() - timedelta(days=1)

    def message(number: int, author: Membership) -> Message:
        made: Message = MessageFactory(
            school=cast.school,
            conversation=talk,
            author=author,
            body=str(number),
            sent_at=moment + timedelta(minutes=number),
        )
        return made

    said = [message(number, cast.teacher) for number in range(14)]
    said[5].deliveries.filter(membership=cast.student).delete()
    Message.objects.create(school=cast.school, conversation=talk, author=cast.student, body="Oh")
    evidence = kept_of(said[7], cast.student)
    before = [(-place, str(number)) for place, number in ((5, 1), (4, 2), (3, 3), (2, 4), (1, 6))]
    assert around(evidence) == before + [(place, str(7 + place)) for place in range(1, 6)]
    assert evidence.audience == {"groups": [], "people": 1, "members": [cast.student.pk]}


def test_a_conversation_begins_with_its_subject(cast: Cast) -> None:
    talk = start_conversation(cast.teacher, to=[cast.mother], subject="Gare à vous", body="Bon.")
    evidence = kept_of(talk.messages.get(), cast.mother)
    assert evidence.words == "Gare à vous\n\nBon."
    answer = answer_conversation(cast.mother, conversation=talk, body="Ah.")
    assert kept_of(answer, cast.teacher).words == "Ah."


def test_what_a_message_hands_on_is_kept_as_its_own_authors(cast: Cast) -> None:
    first = MessageFactory(school=cast.school, author=cast.father, body=UNKIND)
    file = StoredFileFactory(school=cast.school, owner=cast.father)
    AttachmentFactory(school=cast.school, message=first, file=file)
    talk = ConversationFactory(school=cast.school, between=[cast.mother, cast.teacher])
    message = MessageFactory(
        school=cast.school, conversation=talk, author=cast.mother, body="", forwards=first
    )
    evidence = kept_of(message, cast.teacher)
    assert (evidence.author, evidence.words) == (cast.mother, "")
    handed_on = evidence.surroundings.get(place=0)
    assert (handed_on.author, handed_on.words) == (cast.father, UNKIND)
    assert evidence.files.get().author == cast.father


def test_long_words_around_are_cut(cast: Cast) -> None:
    audience = [cast.group("class", of=cast.cm1)]
    entry = EntryFactory(
        school=cast.school, author=cast.teacher, audience=audience, text="a" * 5000
    )
    comment = CommentFactory(school=cast.school, entry=entry, author=cast.classmate)
    assert len(kept_of(comment, cast.student).surroundings.get(place=0).words) == 1000


def test_the_same_words_with_another_file_are_kept_again(cast: Cast, entry: Entry) -> None:
    kept_of(entry, cast.student)
    assert kept_of(entry, cast.mother).number == 1
    EntryFileFactory(school=cast.school, entry=entry)
    evidence = kept_of(entry, cast.mother)
    assert (evidence.number, evidence.files.count()) == (2, 1)


def test_the_digest_tells_any_change(cast: Cast, entry: Entry) -> None:
    EntryFileFactory(school=cast.school, entry=entry)
    evidence = kept_of(entry, cast.student)
    evidence.refresh_from_db()
    files = list(evidence.files.all())
    assert evidence.digest == digest_of(evidence, files)
    files[0].sha256 = "0" * 64
    assert evidence.digest != digest_of(evidence, files)
    evidence.words += " "
    assert evidence.digest != digest_of(evidence, evidence.files.all())


# Files


def test_a_file_is_kept_when_its_author_deletes_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    EntryFileFactory(school=cast.school, entry=entry, description="Un wombat")
    evidence = kept_of(entry, cast.student)
    delete_entry(cast.teacher, entry=entry)
    StoredFile.objects.all().delete()
    file = evidence.files.get()
    assert (file.sha256, file.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    client = client_for(cast.head)
    page = client.get(page_of(evidence.case)).content.decode()
    assert "Un wombat" in page
    address = f"{page_of(evidence.case)}files/{file.pk}/"
    assert address in page
    answer = client.get(address)
    assert answer.getvalue() == CONTENT
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]
    seen = Event.objects.filter(verb="view_page", target_type="moderation.EvidenceFile")
    assert seen.filter(target_id=file.pk, actor__membership=cast.head).exists()


def test_a_file_that_is_gone_holds_up_no_report(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    attachment = EntryFileFactory(school=cast.school, entry=entry)
    default_storage.delete(attachment.file.content.name)
    evidence = kept_of(entry, cast.student)
    file = evidence.files.get()
    assert (file.name, file.sha256, bool(file.content)) == (attachment.file.name, "", False)
    client = client_for(cast.head)
    assert file.name in client.get(page_of(evidence.case)).content.decode()
    assert client.get(f"{page_of(evidence.case)}files/{file.pk}/").status_code == 404


def test_of_what_is_too_much_the_hash_is_kept(
    cast: Cast, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "LARGEST_OF_A_CASE", 2 * len(CONTENT))
    for _ in range(3):
        EntryFileFactory(school=cast.school, entry=entry)
    evidence = kept_of(entry, cast.student)
    files = list(evidence.files.order_by("pk"))
    assert [bool(file.content) for file in files] == [True, True, False]
    assert len({file.sha256 for file in files}) == 1
    EntryFileFactory(school=cast.school, entry=entry)
    again = kept_of(entry, cast.mother)
    assert not any(file.content for file in again.files.all())


def test_a_report_that_fails_leaves_no_file(
    cast: Cast, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    EntryFileFactory(school=cast.school, entry=entry)
    before = stored(cast)

    def failing(**_: object) -> None:
        assert stored(cast) > before, "the test proves nothing"
        raise RuntimeError

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(RuntimeError):
        report_thing(cast.student, subject=entry, reason="unkind")
    assert stored(cast) == before
    assert not EvidenceFile.objects.exists()


def stored(cast: Cast) -> set[str]:
    return set(default_storage.listdir(str(cast.school.pk))[1])


def test_a_note_left_beside_evidence_takes_only_itself_away(cast: Cast, entry: Entry) -> None:
    """As after a crash between the commit and what follows it."""
    EntryFileFactory(school=cast.school, entry=entry)
    name = str(kept_of(entry, cast.student).files.get().content.name)
    assert default_storage.exists(note_of(name)), "the transaction of the test is never over"
    with clock.at(timezone.now() + timedelta(hours=25)):
        remove_files_left_behind()
    assert default_storage.exists(name)
    assert not default_storage.exists(note_of(name))


# The page


def test_what_was_edited_deleted_or_taken_back_is_still_read(
    cast: Cast, entry: Entry, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    report_thing(cast.student, subject=comment, reason="unkind")
    case = Case.objects.get(kind="comment")
    comment.body = "Tu es gentil."
    comment.save()
    Comment.objects.filter(pk=comment.pk).update(body="", deleted_at=clock.now())
    delete_entry(cast.teacher, entry=entry)
    page = client.get(page_of(case)).content.decode()
    for words in (UNKIND, entry.title, cast.cm1.name, cast.mother.name):
        assert words in page
    talk = start_conversation(cast.teacher, to=[cast.mother], subject="Sujet", body="Bon.")
    message = talk.messages.get()
    case = report_thing(cast.mother, subject=message, reason="unkind").case
    recall_message(cast.teacher, message=message)
    assert words_kept(case) == ["Sujet\n\nBon."]
    assert "Sujet\n\nBon." in client_for(cast.head).get(page_of(case)).content.decode()


def test_what_is_read_after_a_change_is_kept_once(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    client.get(page_of(case))
    assert words_kept(case) == [UNKIND]
    Comment.objects.filter(pk=comment.pk).update(body="Reste.", edited_at=clock.now())
    for _ in range(2):
        assert "Reste." in client.get(page_of(case)).content.decode()
    assert words_kept(case) == [UNKIND, "Reste."]
    Comment.objects.filter(pk=comment.pk).update(body="", deleted_at=clock.now())
    page = client.get(page_of(case))
    assert "Reste." in page.content.decode()
    assert page.context["edited_to"] == ""
    kept = Event.objects.filter(verb="keep_as_read", actor__membership=cast.administrator)
    assert kept.get().target_id == case.pk


def test_who_may_not_handle_a_case_keeps_nothing_of_it(
    cast: Cast, case: Case, comment: Comment
) -> None:
    Comment.objects.filter(pk=comment.pk).update(body="Reste.")
    with pytest.raises(NotAllowed):
        keep_as_read(cast.teacher, case=case)
    assert words_kept(case) == [UNKIND]


def test_names_of_readers_who_are_gone_are_counted(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    audience = {"groups": [], "people": 5, "members": [cast.mother.pk, 99_999_999]}
    EvidenceFactory(school=cast.school, case=case, audience=audience, words="Encore.")
    page = client_for(cast.administrator).get(page_of(case))
    [newest, _] = page.context["kept"]
    assert (newest.readers, newest.others) == ([cast.mother], 4)
    assert cast.mother.name in page.content.decode()


def test_a_page_costs_the_same_however_much_is_kept(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)

    def add() -> None:
        audience = {"groups": [], "people": 1, "members": [cast.mother.pk]}
        evidence = EvidenceFactory(school=cast.school, case=case, audience=audience)
        EvidenceFileFactory(school=cast.school, evidence=evidence)
        SurroundingFactory(school=cast.school, evidence=evidence, author=cast.teacher)

    add()
    few = queries(client, page_of(case))
    for _ in range(5):
        add()
    assert queries(client, page_of(case)) == few


@pytest.mark.parametrize("part", ["classmate", "student", "teacher", "head", "mother"])
def test_a_file_is_handed_to_nobody_but_who_handles_the_case(
    cast: Cast, case: Case, client_for: ClientFor, part: str
) -> None:
    file = EvidenceFileFactory(school=cast.school, evidence=case.evidence.get())
    address = f"{page_of(case)}files/{file.pk}/"
    assert client_for(cast.people[part]).get(address).status_code == 404
    assert client_for(cast.other.administrator).get(address).status_code == 404
    assert client_for(cast.administrator).get(address).status_code == 200
    elsewhere = f"/schools/{cast.school.pk}/cases/{case.pk + 1}/files/{file.pk}/"
    assert client_for(cast.administrator).get(elsewhere).status_code == 404


def test_nobody_gets_a_file_of_a_case_about_themselves(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    file = EvidenceFileFactory(school=cast.school, evidence=case.evidence.get())
    case.accused = cast.administrator
    case.save()
    answer = client_for(cast.administrator).get(f"{page_of(case)}files/{file.pk}/")
    assert answer.status_code == 404
    assert Surrounding.objects.count() == 0
