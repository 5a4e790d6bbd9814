"""Files of messages: seen with the message, and with nothing else."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Membership
from audit.models import Event
from messaging.actions import (
    attach_file,
    recall_message,
    remove_message,
    restore_message,
    send_message,
    start_draft,
    take_file_off,
)
from messaging.models import Attachment, Conversation, Message
from messaging.policies import AlreadySent, NotTheAuthor
from tests.cast import Cast
from tests.client import signed_in
from tests.costs import queries
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.uploads import StoredFileFactory
from tests.uploads.samples import WHOLE, sent
from uploads.models import StoredFile

PDF = "application/pdf"


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """Between the mother and the teacher."""
    made: Conversation = ConversationFactory(
        school=cast.school, started_by=cast.mother, between=[cast.mother, cast.teacher]
    )
    return made


@pytest.fixture
def message(cast: Cast, talk: Conversation) -> Message:
    made: Message = MessageFactory(school=cast.school, conversation=talk, author=cast.mother)
    return made


def attached(cast: Cast, message: Message, **file: Any) -> Attachment:
    stored = StoredFileFactory(school=cast.school, owner=cast.mother, **file)
    made: Attachment = AttachmentFactory(school=cast.school, message=message, file=stored)
    return made


def address(attachment: Attachment) -> str:
    return f"/messages/{attachment.message.conversation_id}/files/{attachment.pk}/"


def status(person: Membership, attachment: Attachment) -> int:
    return int(signed_in(person).get(address(attachment)).status_code)


def test_each_kind_is_shown_in_its_way(cast: Cast, message: Message) -> None:
    kinds = {"image/png": "<img", "audio/mpeg": "<audio controls", "application/pdf": "PDF, 1"}
    found = [attached(cast, message, content_type=kind) for kind in kinds]
    page = signed_in(cast.teacher).get(f"/messages/{message.conversation_id}/").content.decode()
    assert all(sign in page for sign in kinds.values())
    assert all(address(each) in page for each in found)


def test_only_who_has_the_message_has_its_files(
    cast: Cast, talk: Conversation, message: Message
) -> None:
    answer = MessageFactory(school=cast.school, conversation=talk, author=cast.teacher)
    answer.deliveries.filter(membership=cast.mother).delete()
    to_others = attached(cast, answer)
    assert (status(cast.teacher, to_others), status(cast.mother, to_others)) == (200, 404)
    both = attached(cast, message)
    assert [status(each, both) for each in (cast.mother, cast.teacher)] == [200, 200]
    assert [status(each, both) for each in (cast.father, cast.administrator)] == [404, 404]


def test_a_conversation_names_only_its_own_files(cast: Cast, message: Message) -> None:
    other = ConversationFactory(school=cast.school, between=[cast.mother, cast.teacher])
    found = attached(cast, message)
    crossed = f"/messages/{other.pk}/files/{found.pk}/"
    assert signed_in(cast.teacher).get(crossed).status_code == 404


def test_a_draft_shows_its_files_to_its_author_alone(cast: Cast, talk: Conversation) -> None:
    draft = Message.objects.create(school=cast.school, conversation=talk, author=cast.mother)
    found = attached(cast, draft)
    assert (status(cast.mother, found), status(cast.teacher, found)) == (200, 404)


def test_what_the_school_removes_nobody_reaches(cast: Cast, message: Message) -> None:
    found = attached(cast, message)
    remove_message(cast.administrator, message=message)
    assert [status(each, found) for each in (cast.mother, cast.teacher)] == [404, 404]
    restore_message(cast.administrator, message=message)
    assert status(cast.teacher, found) == 200


def test_what_is_taken_back_is_gone(
    cast: Cast,
    message: Message,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    found = attached(cast, message)
    with django_capture_on_commit_callbacks(execute=True):
        recall_message(cast.mother, message=message)
    assert status(cast.teacher, found) == 404
    assert not default_storage.exists(str(found.file.content.name))


def test_many_files_cost_as_many_queries_as_one(cast: Cast, talk: Conversation) -> None:
    page = f"/messages/{talk.pk}/"
    client = signed_in(cast.teacher)
    for _ in range(2):
        attached(cast, MessageFactory(school=cast.school, conversation=talk, author=cast.mother))
    few = queries(client, page)
    for _ in range(3):
        again = MessageFactory(school=cast.school, conversation=talk, author=cast.mother)
        attached(cast, again)
        attached(cast, again)
    assert queries(client, page) == few


@pytest.fixture
def draft(cast: Cast) -> Message:
    """The mother's, to the teacher."""
    return start_draft(cast.mother, to=[cast.teacher])


def chosen(*names: str) -> dict[str, list[SimpleUploadedFile]]:
    return {"files": [sent(WHOLE[PDF], name) for name in names]}


def names(message: Message) -> list[str]:
    return [each.file.name for each in message.attachments.order_by("pk")]


def test_each_file_comes_by_itself_and_is_taken_off_again(cast: Cast, draft: Message) -> None:
    client, page = signed_in(cast.mother), f"/messages/drafts/{draft.pk}/files/"
    for name in ("a.pdf", "b.pdf"):
        answer = client.post(page, chosen(name))
        assert (answer.status_code, name in answer.content.decode()) == (200, True)
    assert names(draft) == ["a.pdf", "b.pdf"]
    first = draft.attachments.order_by("pk")[0]
    answer = client.post(page, {"off": first.pk})
    assert names(draft) == ["b.pdf"]
    assert "a.pdf" not in answer.content.decode()
    assert StoredFile.objects.count() == 1
    verbs = ["attach_file", "attach_file", "take_file_off"]
    found = Event.objects.filter(verb__in=verbs)
    assert sorted(found.values_list("verb", flat=True)) == verbs
    assert ".pdf" not in str(list(found.values_list("facts", flat=True)))


def test_what_is_refused_is_named_and_the_rest_is_kept(cast: Cast, draft: Message) -> None:
    brought = {"files": [sent(b"MZ", "jeu.exe"), sent(WHOLE[PDF], "lettre.pdf")]}
    answer = signed_in(cast.mother).post(f"/messages/drafts/{draft.pk}/files/", brought)
    assert answer.status_code == 422
    assert "jeu.exe" in answer.content.decode()
    assert names(draft) == ["lettre.pdf"]


def test_a_message_takes_ten(cast: Cast, draft: Message) -> None:
    for _ in range(9):
        attached(cast, draft)
    answer = signed_in(cast.mother).post(
        f"/messages/drafts/{draft.pk}/files/", chosen("a.pdf", "b.pdf")
    )
    assert answer.status_code == 422
    assert draft.attachments.count() == StoredFile.objects.count() == 10


def test_nobody_else_puts_a_file_to_a_draft_or_takes_one_off(cast: Cast, draft: Message) -> None:
    own = start_draft(cast.teacher, to=[cast.mother])
    found = attached(cast, draft)
    teacher = signed_in(cast.teacher)
    assert teacher.post(f"/messages/drafts/{draft.pk}/files/", chosen("a.pdf")).status_code == 404
    assert teacher.post(f"/messages/drafts/{own.pk}/files/", {"off": found.pk}).status_code == 200
    assert draft.attachments.count() == 1
    with pytest.raises(NotTheAuthor):
        attach_file(cast.teacher, message=draft, upload=sent(WHOLE[PDF]))
    with pytest.raises(NotTheAuthor):
        take_file_off(cast.teacher, attachment=found)
    assert StoredFile.objects.count() == 1


def test_what_was_sent_takes_no_file_any_more(cast: Cast, message: Message) -> None:
    found = attached(cast, message)
    page = f"/messages/drafts/{message.pk}/files/"
    assert signed_in(cast.mother).post(page, chosen("a.pdf")).status_code == 404
    with pytest.raises(AlreadySent):
        attach_file(cast.mother, message=message, upload=sent(WHOLE[PDF]))
    with pytest.raises(AlreadySent):
        take_file_off(cast.mother, attachment=found)
    assert message.attachments.count() == StoredFile.objects.count() == 1


def test_without_a_script_files_go_with_the_form_and_nothing_typed_is_lost(
    cast: Cast, draft: Message
) -> None:
    client, page = signed_in(cast.mother), f"/messages/drafts/{draft.pk}/"
    words = {"seen": draft.version, "subject": "Mot", "body": "Bonjour", "answers_come_to": "all"}
    refused = words | {"do": "send", "files": [sent(b"MZ", "jeu.exe")]}
    answer = client.post(page, refused)
    assert (answer.status_code, "jeu.exe" in answer.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert (draft.state, draft.body) == ("draft", "Bonjour")
    answer = client.post(page, words | {"seen": draft.version, "do": "attach"} | chosen("a.pdf"))
    assert answer["Location"] == page
    assert "a.pdf" in client.get(page).content.decode()
    draft.refresh_from_db()
    client.post(page, words | {"seen": draft.version, "do": "send"} | chosen("b.pdf"))
    draft.refresh_from_db()
    assert (draft.is_unsent, names(draft)) == (False, ["a.pdf", "b.pdf"])
    reads = signed_in(cast.teacher).get(f"/messages/{draft.conversation_id}/").content.decode()
    assert "a.pdf" in reads and "b.pdf" in reads


def test_an_answer_may_begin_with_a_file_and_be_nothing_else(
    cast: Cast, talk: Conversation, message: Message
) -> None:
    teacher, page = signed_in(cast.teacher), f"/messages/{talk.pk}/"
    for name in ("a.pdf", "b.pdf"):
        assert teacher.post(f"{page}files/", chosen(name)).status_code == 200
    kept = Message.objects.unsent_in(talk, cast.teacher).get()
    assert names(kept) == ["a.pdf", "b.pdf"]
    teacher.post(page, {"body": "", "seen": ""}, headers={"HX-Request": "true"})
    assert names(kept) == ["a.pdf", "b.pdf"], "what is kept as one types takes no file away"
    assert "a.pdf" in teacher.get(page).content.decode()
    assert teacher.post(page, {"body": "", "seen": kept.version}).status_code == 302
    kept.refresh_from_db()
    assert not kept.is_unsent
    assert "a.pdf" in signed_in(cast.mother).get(page).content.decode()


def test_nobody_answers_with_a_file_where_they_are_not(cast: Cast, talk: Conversation) -> None:
    page = f"/messages/{talk.pk}/files/"
    assert signed_in(cast.father).post(page, chosen("a.pdf")).status_code == 404
    assert not StoredFile.objects.exists()


def test_whoever_gets_a_forwarded_message_gets_its_files(cast: Cast, message: Message) -> None:
    found = attached(cast, message)
    assert status(cast.staff, found) == 404
    forwarded = start_draft(cast.teacher, to=[cast.staff], forwards=message)
    assert status(cast.staff, found) == 404
    send_message(cast.teacher, message=forwarded)
    page = signed_in(cast.staff).get(f"/messages/{forwarded.conversation_id}/").content.decode()
    assert address(found) in page
    assert status(cast.staff, found) == 200
    recall_message(cast.mother, message=message)
    assert status(cast.staff, found) == 404
