"""What the lists show of a message: its words, or else what it brings, and that it wants an answer."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from messaging.actions import (
    confirm_message,
    recall_message,
    remove_message,
    send_message,
    start_conversation,
    start_draft,
)
from messaging.models import Message
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.uploads import StoredFileFactory

ClientFor = Callable[[Membership], SchoolClient]
INBOX = "/messages/"
ASKS = "À confirmer"


@pytest.fixture
def first(cast: Cast) -> Message:
    """The teacher wrote to the mother."""
    talk = start_conversation(cast.teacher, to=[cast.mother], subject="", body="Sortie mardi")
    return talk.messages.get()


@pytest.fixture
def handed_on(cast: Cast, first: Message) -> Message:
    """The mother forwarded it without a word of her own."""
    return send_message(
        cast.mother, message=start_draft(cast.mother, to=[cast.staff], forwards=first)
    )


def test_whose_words_were_handed_on_stands_in_the_inbox(
    cast: Cast, handed_on: Message, client_for: ClientFor
) -> None:
    page = client_for(cast.staff).get(INBOX).content.decode()
    assert f"Transféré de {cast.teacher.name}" in page and "Sortie mardi" in page


def test_of_drafts_too(cast: Cast, first: Message, client_for: ClientFor) -> None:
    start_draft(cast.mother, forwards=first)
    page = client_for(cast.mother).get("/messages/drafts/").content.decode()
    assert cast.teacher.name in page and "Sortie mardi" in page


def taken_back(cast: Cast, message: Message) -> None:
    recall_message(cast.teacher, message=message)


def removed(cast: Cast, message: Message) -> None:
    remove_message(cast.administrator, message=message)


def erased(_cast: Cast, message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(author=None)


@pytest.mark.parametrize("goes", [taken_back, removed, erased])
def test_what_is_gone_stands_in_no_list_and_is_not_found(
    cast: Cast,
    first: Message,
    handed_on: Message,
    client_for: ClientFor,
    goes: Callable[[Cast, Message], None],
) -> None:
    staff = client_for(cast.staff)
    found = staff.post("/messages/search/", {"words": "sortie"})
    assert found.context["found"] == [handed_on] and "Sortie mardi" in found.content.decode()
    start_draft(cast.mother, forwards=first)
    goes(cast, first)
    assert "Sortie" not in staff.get(INBOX).content.decode()
    assert "Transfère un message" in staff.get(INBOX).content.decode()
    assert "Sortie" not in client_for(cast.mother).get("/messages/drafts/").content.decode()
    assert staff.post("/messages/search/", {"words": "sortie"}).context["found"] == []


def test_a_message_of_files_alone_says_so(
    cast: Cast, first: Message, client_for: ClientFor
) -> None:
    file = StoredFileFactory(school=cast.school, owner=cast.teacher)
    AttachmentFactory(school=cast.school, message=first, file=file)
    Message.objects.filter(pk=first.pk).update(body="")
    assert "Avec des fichiers" in client_for(cast.mother).get(INBOX).content.decode()


def test_what_one_has_to_confirm_is_marked_until_one_has(
    cast: Cast, first: Message, client_for: ClientFor
) -> None:
    mother, teacher = client_for(cast.mother), client_for(cast.teacher)
    assert ASKS not in mother.get(INBOX).content.decode()
    Message.objects.filter(pk=first.pk).update(wants_confirmation=True)
    assert ASKS in mother.get(INBOX).content.decode()
    assert ASKS not in teacher.get(INBOX).content.decode()
    confirm_message(cast.mother, message=first, wording=first.wording)
    assert ASKS not in mother.get(INBOX).content.decode()


@pytest.mark.parametrize("goes", [taken_back, removed])
def test_nobody_is_asked_to_confirm_what_is_gone(
    cast: Cast, first: Message, client_for: ClientFor, goes: Callable[[Cast, Message], None]
) -> None:
    Message.objects.filter(pk=first.pk).update(wants_confirmation=True)
    goes(cast, first)
    assert ASKS not in client_for(cast.mother).get(INBOX).content.decode()


def test_they_cost_the_same_with_many(
    cast: Cast, first: Message, handed_on: Message, client_for: ClientFor
) -> None:
    staff = client_for(cast.staff)
    few = queries(staff, INBOX)
    for _ in range(5):
        talk = ConversationFactory(school=cast.school, between=[cast.staff, cast.mother])
        MessageFactory(
            school=cast.school,
            conversation=talk,
            author=cast.mother,
            forwards=first,
            body="",
            wants_confirmation=True,
        )
    assert queries(staff, INBOX) == few
