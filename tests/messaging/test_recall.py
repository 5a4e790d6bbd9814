from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Membership
from audit.models import Event
from core import clock
from messaging.actions import answer_conversation, recall_message, start_conversation
from messaging.models import Attachment, Conversation, Message
from messaging.policies import NotTheAuthor, TooLate
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.uploads import StoredFileFactory
from uploads.models import StoredFile

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    return start_conversation(
        cast.mother, to=[cast.teacher], subject="Ordonnance", body="Emma prend du paracétamol."
    )


def test_what_is_taken_back_is_nowhere_any_more(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    message = talk.messages.get()
    file = StoredFileFactory(school=cast.school, owner=cast.mother)
    Attachment.objects.create(school=cast.school, message=message, file=file)
    address = f"/messages/{talk.pk}/{message.pk}/recall/"
    mother, teacher = client_for(cast.mother), client_for(cast.teacher)
    assert address in mother.get(f"/messages/{talk.pk}/").content.decode()
    assert mother.post(address).status_code == 302
    for page in ("/messages/", f"/messages/{talk.pk}/"):
        for client in (mother, teacher):
            shown = client.get(page).content.decode()
            assert "paracétamol" not in shown and "Ordonnance" not in shown
    assert teacher.post("/messages/search/", {"words": "paracetamol"}).context["found"] == []
    assert teacher.post("/messages/search/", {"words": "ordonnance"}).context["found"] == []
    message.refresh_from_db()
    assert (message.body, message.folded) == ("", "")
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert Event.objects.filter(verb="recall_message", target_id=message.pk).count() == 1
    assert "a repris un message" in teacher.get(f"/messages/{talk.pk}/").content.decode()


def test_an_answer_taken_back_leaves_the_subject(cast: Cast, talk: Conversation) -> None:
    answer = answer_conversation(cast.teacher, conversation=talk, body="C’est noté.")
    recall_message(cast.teacher, message=answer)
    talk.refresh_from_db()
    assert talk.subject == "Ordonnance"


def test_after_an_hour_it_stays(cast: Cast, talk: Conversation, client_for: ClientFor) -> None:
    message = talk.messages.get()
    address = f"/messages/{talk.pk}/{message.pk}/recall/"
    Message.objects.update(sent_at=clock.now() - timedelta(minutes=59))
    assert client_for(cast.mother).get(address).status_code == 200
    Message.objects.update(sent_at=clock.now() - timedelta(minutes=61))
    message.refresh_from_db()
    with pytest.raises(TooLate):
        recall_message(cast.mother, message=message)
    assert client_for(cast.mother).post(address).status_code == 404
    message.refresh_from_db()
    assert message.body == "Emma prend du paracétamol."


@pytest.mark.parametrize("part", ["teacher", "father", "administrator"])
def test_only_who_wrote_it_takes_it_back(cast: Cast, talk: Conversation, part: str) -> None:
    with pytest.raises(NotTheAuthor):
        recall_message(cast.people[part], message=talk.messages.get())


def test_taken_back_twice_is_taken_back_once(cast: Cast, talk: Conversation) -> None:
    message = talk.messages.get()
    recall_message(cast.mother, message=message)
    with pytest.raises(NotTheAuthor):
        recall_message(cast.mother, message=message)
