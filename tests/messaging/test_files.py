"""Files of messages: seen with the message, and with nothing else."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Membership
from messaging.actions import recall_message, remove_message, restore_message
from messaging.models import Attachment, Conversation, Message
from tests.cast import Cast
from tests.client import signed_in
from tests.costs import queries
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.uploads import StoredFileFactory


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
    kinds = {"image/png": "<img", "audio/mpeg": "<audio controls", "application/pdf": ", 26"}
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
