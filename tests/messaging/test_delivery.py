"""Sending to many: at once to the first, by a worker to the rest, to nobody twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Membership
from core.background import sweep
from messaging import delivery
from messaging.actions import recall_message, send_message, start_conversation
from messaging.delivery import deliver_message, deliver_messages
from messaging.models import Delivery, Message
from messaging.policies import AlreadySent, NotTheAuthor
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory

MANY = 25
PART = 10


@pytest.fixture
def crowd(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Membership]:
    """More parents than are reached at once."""
    monkeypatch.setattr(delivery, "PART", PART)
    people: list[Membership] = [
        MembershipFactory(school=cast.school, profile=Profile.PARENT) for _ in range(MANY - 4)
    ]
    sync_groups(cast.school.pk)
    return people


@pytest.fixture
def sent(cast: Cast, crowd: list[Membership]) -> Message:
    parents = cast.group("school", "parent")
    talk = start_conversation(cast.staff, groups=[parents], subject="Grève", body="Demain.")
    return talk.messages.get()


def reached(message: Message) -> list[int]:
    """The accounts that have it, but for its author."""
    others = Delivery.objects.filter(message=message).exclude(membership=message.author)
    return list(others.values_list("membership__user", flat=True))


def test_the_first_have_it_at_once_and_the_rest_from_a_worker(sent: Message) -> None:
    assert sent.state == Message.State.SENDING
    assert len(reached(sent)) == PART
    deliver_message(sent.school_id, sent.pk)
    sent.refresh_from_db()
    assert sent.state == Message.State.SENT
    assert len(reached(sent)) == len(set(reached(sent))) == MANY


def test_a_worker_that_died_halfway_is_followed_by_another(
    sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over = delivery.hand_over

    def die_at_the_end_of_a_part(message: Message, people: list[Membership]) -> None:
        hand_over(message, people)
        raise ConnectionError

    monkeypatch.setattr(delivery, "hand_over", die_at_the_end_of_a_part)
    with pytest.raises(ConnectionError):
        deliver_message(sent.school_id, sent.pk)
    assert len(reached(sent)) == PART
    monkeypatch.setattr(delivery, "hand_over", hand_over)
    deliver_messages()
    deliver_messages()
    assert len(reached(sent)) == len(set(reached(sent))) == MANY


def test_the_worker_is_asked_and_the_sweep_needs_nobody(
    cast: Cast,
    crowd: list[Membership],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr("core.background._send", lambda _task, ids: asked.append(ids))
    with django_capture_on_commit_callbacks(execute=True):
        talk = start_conversation(
            cast.staff, groups=[cast.group("school", "parent")], subject="", body="Demain."
        )
    message = talk.messages.get()
    assert asked == [(cast.school.pk, message.pk)]
    assert sweep() == []
    assert len(reached(message)) == MANY


def test_what_was_taken_back_on_its_way_goes_to_nobody_more(cast: Cast, sent: Message) -> None:
    recall_message(cast.staff, message=sent)
    deliver_message(sent.school_id, sent.pk)
    assert len(reached(sent)) == PART
    sent.refresh_from_db()
    assert (sent.body, sent.state) == ("", Message.State.SENT)


def test_what_is_sent_is_not_sent_again_and_by_nobody_else(cast: Cast, sent: Message) -> None:
    with pytest.raises(AlreadySent):
        send_message(cast.staff, message=sent)
    with pytest.raises(NotTheAuthor):
        send_message(cast.head, message=sent)


def test_the_cost_does_not_grow_with_those_who_are_reached_later(
    cast: Cast, crowd: list[Membership]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            start_conversation(
                cast.staff, groups=[cast.group("school", "parent")], subject="", body="Demain."
            )
        return len(asked)

    before = cost()
    for _ in range(PART):
        MembershipFactory(school=cast.school, profile=Profile.PARENT)
    sync_groups(cast.school.pk)
    assert cost() == before
