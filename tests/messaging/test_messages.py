from collections.abc import Callable

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Membership
from audit.models import Event
from contacts.reach import can_write_to, reached_by
from core import clock, realtime
from messaging.actions import answer_conversation, remove_message, start_conversation, start_draft
from messaging.models import Conversation, Delivery, Message, Participant
from messaging.policies import MayNotWrite, NotInConversation, NotRemovable
from messaging.recipients import writer_to
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import MembershipFactory
from tests.factories.messaging import ConversationFactory, MessageFactory

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """The mother wrote to the teacher."""
    return start_conversation(
        cast.mother, to=[cast.teacher], subject="Cantine", body="Emma ne mange pas de noix."
    )


def unread(person: Membership) -> int:
    return Participant.objects.of(person.user).unread().count()


def test_a_parent_writes_to_the_teacher_and_gets_an_answer(
    cast: Cast, client_for: ClientFor
) -> None:
    mother, teacher = client_for(cast.mother), client_for(cast.teacher)
    assert cast.teacher in mother.get("/messages/new/").context["people"]
    chosen = mother.post("/messages/new/", {"person": cast.teacher.pk})
    draft = Message.objects.get()
    assert chosen["Location"] == f"/messages/drafts/{draft.pk}/"
    words = {"seen": draft.version, "subject": "Cantine", "body": "Pas de noix."}
    answer = mother.post(chosen["Location"], words | {"answers_come_to": "all", "do": "send"})
    talk = Conversation.objects.get()
    assert answer["Location"] == f"/messages/{talk.pk}/"
    assert unread(cast.teacher) == 1
    assert "Pas de noix." in teacher.get("/messages/").content.decode()
    assert "Pas de noix." in teacher.get(f"/messages/{talk.pk}/").content.decode()
    assert unread(cast.teacher) == 0
    teacher.post(f"/messages/{talk.pk}/", {"body": "C’est noté."})
    assert unread(cast.mother) == 1
    assert "C’est noté." in mother.get(f"/messages/{talk.pk}/").content.decode()
    verbs = Event.objects.filter(verb__in=("start_draft", "send_message"))
    assert sorted(verbs.values_list("verb", flat=True)) == [
        *("send_message", "send_message", "start_draft")
    ]
    assert "noix" not in str(list(verbs.values_list("facts", flat=True)))


def test_an_empty_answer_is_not_sent(cast: Cast, talk: Conversation, client_for: ClientFor) -> None:
    assert client_for(cast.mother).post(f"/messages/{talk.pk}/", {"body": " "}).status_code == 422
    assert Message.objects.count() == 1


ALLOWED = {
    "student": {"classmate", "teacher", "mother", "father"},
    "mother": {
        "teacher",
        "ce2_teacher",
        "student",
        "sibling",
        "staff",
        "head",
        *("administrator", "senior", "above", "lead", "coordinator"),
    },
    "guest": set[str](),
}


@pytest.mark.parametrize("part", ALLOWED)
def test_the_picker_offers_whom_the_rules_allow_and_nobody_else(cast: Cast, part: str) -> None:
    offered = set(reached_by(cast.people[part]))
    assert offered == {cast.people[other] for other in ALLOWED[part]}


def test_the_picker_and_the_policy_agree(cast: Cast) -> None:
    for by in cast.people.values():
        offered = set(reached_by(by))
        allowed = {to for to in cast.people.values() if can_write_to(by, to)}
        assert offered == allowed


@pytest.mark.parametrize("part", ["ce2_student", "ce2_parent", "ce2_teacher", "guest", "staff"])
def test_one_recipient_too_many_refuses_the_whole(
    cast: Cast, client_for: ClientFor, part: str
) -> None:
    to = [cast.teacher, cast.people[part]]
    with pytest.raises(MayNotWrite):
        start_conversation(cast.student, to=to, subject="", body="Bonjour")
    draft = start_draft(cast.student, to=to)
    words = {"seen": draft.version, "body": "Bonjour", "answers_come_to": "all", "do": "send"}
    answer = client_for(cast.student).post(f"/messages/drafts/{draft.pk}/", words)
    assert answer.status_code == 422
    assert cast.people[part].name in answer.content.decode()
    assert not Delivery.objects.exists()
    start_conversation(cast.student, to=[cast.teacher], subject="", body="Bonjour")
    assert Delivery.objects.count() == 2


def test_nobody_writes_to_nobody_to_themselves_or_to_another_school(cast: Cast) -> None:
    for to in ([], [cast.teacher], [cast.other.mother]):
        with pytest.raises(MayNotWrite):
            start_conversation(cast.teacher, to=to, subject="", body="Bonjour")


def test_blocked_and_closed_people_are_not_offered(cast: Cast) -> None:
    assert cast.teacher in reached_by(cast.mother)
    cast.teacher.blocked_at = clock.now()
    cast.teacher.save()
    assert cast.teacher not in reached_by(cast.mother)


def test_who_was_written_to_may_answer_whom_they_could_not_have_written_to(cast: Cast) -> None:
    assert not can_write_to(cast.student, cast.staff)
    talk = start_conversation(
        cast.staff, to=[cast.student], subject="", body="Ton écharpe est ici."
    )
    answer_conversation(cast.student, conversation=talk, body="Merci !")
    assert talk.messages.count() == 2


@pytest.mark.parametrize("part", ["father", "student", "ce2_teacher", "administrator", "guest"])
def test_nobody_else_reads_or_writes_in_a_conversation(
    cast: Cast, talk: Conversation, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    hidden = client.get(f"/messages/{talk.pk}/")
    missing = client.get("/messages/99999999/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert client.post(f"/messages/{talk.pk}/", {"body": "Bonjour"}).status_code == 404
    assert client.get("/messages/").context["lines"] == []
    with pytest.raises(NotInConversation):
        answer_conversation(cast.people[part], conversation=talk, body="Bonjour")
    assert client_for(cast.teacher).get(f"/messages/{talk.pk}/").status_code == 200


def test_the_other_school_sees_nothing(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    for twin in (cast.other.teacher, cast.other.mother, cast.other.administrator):
        assert client_for(twin).get(f"/messages/{talk.pk}/").status_code == 404


def test_one_writes_as_one_of_what_one_is(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.parent_in_both)
    here = client.get(f"/messages/new/?as={cast.parent_in_both.pk}").context["people"]
    there = client.get(f"/messages/new/?as={cast.other.parent_in_both.pk}").context["people"]
    assert cast.teacher in here and cast.other.teacher not in here
    assert cast.other.teacher in there and cast.teacher not in there
    assert client.get(f"/messages/new/?as={cast.teacher.pk}").status_code == 404
    assert client.get("/messages/new/?as=nobody").status_code == 404


def test_the_picker_finds_by_name_without_accents_and_case(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.staff)
    for typed, expected in {
        "HELENE": [cast.teacher],
        "hél dub": [cast.teacher],
        "nobody": [],
    }.items():
        assert client.post("/messages/new/", {"words": typed}).context["people"] == expected


def test_whom_one_looks_for_is_in_no_address_and_not_in_the_log(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.staff)
    body = client.get("/messages/new/").content.decode()
    assert 'role="search"' in body and 'method="get"' not in body
    client.post("/messages/new/", {"words": "dubreuil"})
    assert "dubreuil" not in str(Event.objects.filter(verb="view_page").latest("pk").facts)
    assert len(client.get("/messages/new/?words=dubreuil&q=dubreuil").context["people"]) > 1


def test_somebody_s_page_leads_to_writing_to_them_if_one_may(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    for person, may in {cast.teacher: True, cast.student: True, cast.mother: False}.items():
        page = f"/schools/{cast.school.pk}/people/{person.pk}/"
        assert (f'action="{page}write/"' in client.get(page).content.decode()) == may
        assert client.get(f"{page}write/").status_code == (200 if may else 404)
        assert client.post(f"{page}write/").status_code == (302 if may else 404)
    assert set(Message.objects.values_list("addressees__membership", flat=True)) == {
        *(cast.teacher.pk, cast.student.pk)
    }
    cast.teacher.blocked_at = clock.now()
    cast.teacher.save()
    page = f"/schools/{cast.school.pk}/people/{cast.teacher.pk}/"
    assert "write/" not in client.get(page).content.decode()
    assert client.post(f"{page}write/").status_code == 404


def test_who_is_two_things_writes_as_the_one_that_may_and_not_to_themselves(cast: Cast) -> None:
    user = cast.teacher.user
    guest_too = MembershipFactory(school=cast.school, user=user, profile=Profile.GUEST)
    sync_groups(cast.school.pk)
    assert {each.pk for each in user.memberships} == {cast.teacher.pk, guest_too.pk}
    assert writer_to(user, cast.mother) == cast.teacher
    assert writer_to(cast.guest.user, cast.mother) is None
    parent_too = MembershipFactory(school=cast.school, user=user, profile=Profile.PARENT)
    sync_groups(cast.school.pk)
    assert not can_write_to(cast.teacher, parent_too)
    assert parent_too not in reached_by(cast.teacher)


def test_a_removed_message_is_gone_from_everywhere(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    message = talk.messages.get()
    with pytest.raises(NotRemovable):
        remove_message(cast.mother, message=message)
    with pytest.raises(NotRemovable):
        remove_message(cast.other.administrator, message=message)
    assert "noix" in client_for(cast.teacher).get("/messages/").content.decode()
    remove_message(cast.administrator, message=message)
    for address in ("/messages/", f"/messages/{talk.pk}/"):
        assert "noix" not in client_for(cast.teacher).get(address).content.decode()
    assert Event.objects.filter(verb="remove_message", target_id=message.pk).count() == 1


def test_open_pages_are_told_to_look_and_told_nothing_else(
    cast: Cast,
    talk: Conversation,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(realtime, "_send", lambda *what: sent.append(what))
    with django_capture_on_commit_callbacks(execute=True):
        answer_conversation(cast.teacher, conversation=talk, body="C’est noté.")
    told = {channel for channels, _ in sent for channel in channels}
    assert told == {f"person.{each.user_id}" for each in (cast.mother, cast.teacher)}
    assert [message for _, message in sent] == [{"type": "look", "look": "messages"}] * len(sent)


def test_one_may_be_teacher_and_parent_and_write_as_either(cast: Cast) -> None:
    parent_too = MembershipFactory(
        school=cast.school, user=cast.teacher.user, profile=Profile.PARENT
    )
    start_conversation(cast.teacher, to=[cast.mother], subject="", body="Bonjour")
    with pytest.raises(MayNotWrite):
        start_conversation(parent_too, to=[cast.mother], subject="", body="Bonjour")


def test_who_is_left_alone_reads_and_is_told(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    talk.participants.filter(membership=cast.teacher).delete()
    client = client_for(cast.mother)
    page = client.get(f"/messages/{talk.pk}/").content.decode()
    assert "noix" in page and "<textarea" not in page
    assert client.get("/messages/").status_code == 200


def test_lists_cost_the_same_with_many(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    addresses = ("/messages/", f"/messages/{talk.pk}/", "/messages/new/")
    few = [queries(client, address) for address in addresses]
    for person in (cast.teacher, cast.ce2_teacher, cast.staff) * 5:
        more = ConversationFactory(school=cast.school, between=[cast.mother, person, cast.father])
        MessageFactory(school=cast.school, conversation=more, author=person)
        MessageFactory(school=cast.school, conversation=talk, author=cast.teacher)
    assert [queries(client, address) for address in addresses] == few
