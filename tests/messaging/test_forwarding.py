from collections.abc import Callable

import pytest

from accounts.models import Membership
from messaging.actions import (
    recall_message,
    remove_message,
    send_message,
    start_conversation,
    start_draft,
)
from messaging.models import Message
from messaging.policies import NotForwardable
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def first(cast: Cast) -> Message:
    """The teacher wrote to the mother."""
    talk = start_conversation(cast.teacher, to=[cast.mother], subject="", body="Sortie mardi")
    return talk.messages.get()


def forwarded(by: Membership, to: Membership, message: Message) -> Message:
    return send_message(by, message=start_draft(by, to=[to], forwards=message))


def test_it_is_handed_on_and_not_copied(cast: Cast, first: Message, client_for: ClientFor) -> None:
    mother = client_for(cast.mother)
    answer = mother.post(f"/messages/{first.conversation_id}/{first.pk}/forward/")
    draft = Message.objects.get(state="draft")
    assert answer["Location"] == f"/messages/drafts/{draft.pk}/to/"
    assert "Sortie mardi" in mother.get(f"/messages/drafts/{draft.pk}/").content.decode()
    assert draft.body == ""
    mother.post(answer["Location"], {"person": cast.staff.pk})
    words = {"seen": draft.version, "body": "", "answers_come_to": "all", "do": "send"}
    mother.post(f"/messages/drafts/{draft.pk}/", words)
    staff, page = client_for(cast.staff), f"/messages/{draft.conversation_id}/"
    told = staff.get(page).content.decode()
    assert "Sortie mardi" in told and cast.teacher.name in told
    assert staff.get(f"/messages/{first.conversation_id}/").status_code == 404


@pytest.mark.parametrize("how", ["recall", "remove"])
def test_what_is_gone_is_gone_wherever_it_went(
    cast: Cast, first: Message, client_for: ClientFor, how: str
) -> None:
    on = forwarded(cast.mother, cast.staff, first)
    if how == "recall":
        recall_message(cast.teacher, message=first)
    else:
        remove_message(cast.administrator, message=first)
    page = client_for(cast.staff).get(f"/messages/{on.conversation_id}/")
    assert page.status_code == 200
    assert "Sortie mardi" not in page.content.decode()
    with pytest.raises(NotForwardable):
        start_draft(cast.staff, forwards=on)
    assert not Message.objects.readable_by(cast.staff.user).filter(pk=first.pk).exists()


def test_forwarded_again_it_is_still_the_first(cast: Cast, first: Message) -> None:
    on = forwarded(cast.mother, cast.staff, first)
    again = forwarded(cast.staff, cast.head, on)
    assert again.forwards == first
    assert Message.objects.readable_by(cast.head.user).filter(pk=first.pk).exists()


def test_nobody_hands_on_what_they_do_not_have(
    cast: Cast, first: Message, client_for: ClientFor
) -> None:
    address = f"/messages/{first.conversation_id}/{first.pk}/forward/"
    for by in (cast.father, cast.administrator, cast.other.mother):
        assert client_for(by).post(address).status_code == 404
        with pytest.raises(NotForwardable):
            start_draft(by, forwards=first)
        assert not Message.objects.readable_by(by.user).filter(pk=first.pk).exists()
    # A draft gives nobody anything.
    start_draft(cast.mother, to=[cast.staff], forwards=first)
    assert not Message.objects.readable_by(cast.staff.user).filter(pk=first.pk).exists()
    assert Message.objects.filter(state="draft").count() == 1


def test_a_conversation_of_handed_on_messages_costs_the_same(
    cast: Cast, first: Message, client_for: ClientFor
) -> None:
    on = forwarded(cast.mother, cast.staff, first)
    staff, page = client_for(cast.staff), f"/messages/{on.conversation_id}/"
    few = queries(staff, page)
    for _ in range(5):
        more = Message.objects.create(
            school=cast.school,
            conversation=on.conversation,
            author=cast.mother,
            forwards=first,
        )
        send_message(cast.mother, message=more)
    assert queries(staff, page) == few
