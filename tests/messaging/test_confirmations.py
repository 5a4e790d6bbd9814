"""Messages that want to be confirmed: who has, who is reminded, what a correction begins anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.actions.send_mails import send_mails
from accounts.groups import sync_groups
from accounts.models import Enrolment, Membership, User
from accounts.notices import post_notices
from audit.models import Event
from contacts.policies import SendingFrozen
from core import clock
from core.screening import ThinkAgain
from messaging.actions import (
    confirm_message,
    correct_message,
    mark_read,
    mute,
    recall_message,
    remind_readers,
    remove_message,
    start_conversation,
)
from messaging.confirmations import counts_of, families_of
from messaging.models import Conversation, Delivery, Message, Participant
from messaging.policies import (
    MayNotWrite,
    NotAsked,
    NotTheAuthor,
    RemindedToday,
    WordsChanged,
)
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import (
    EnrolmentFactory,
    GuardianshipFactory,
    MembershipFactory,
)
from tests.factories.contacts import FreezeFactory

ClientFor = Callable[[Membership], SchoolClient]
PARIS = ZoneInfo("Europe/Paris")
# A Tuesday.
NOON = datetime(2026, 9, 22, 12, tzinfo=PARIS)
TOMORROW = NOON + timedelta(days=1)


def asks(by: Membership, *, to: list[Membership] | None = None, **more: object) -> Message:
    """A message that wants to be confirmed, as it was sent."""
    with clock.at(NOON):
        talk = start_conversation(by, to=to or [], subject="Sortie", body="À huit heures.", **more)  # type: ignore[arg-type]  # handed on as they came
    message: Message = talk.messages.get()
    Message.objects.filter(pk=message.pk).update(wants_confirmation=True)
    message.refresh_from_db()
    return message


@pytest.fixture
def asking(cast: Cast) -> Message:
    """The teacher of CM1 to its parents: two of Emma, one of Noé."""
    return asks(cast.teacher, groups=[cast.group("class", "parent", of=cast.cm1)])


def confirms(person: Membership, message: Message) -> None:
    message.refresh_from_db()
    confirm_message(person, message=message, wording=message.wording)


def reads(person: Membership, message: Message) -> None:
    seen = Participant.objects.get(membership=person, conversation=message.conversation)
    mark_read(person, seen=seen)


def of(person: Membership, message: Message) -> Delivery:
    delivery: Delivery = message.deliveries.get(membership=person)
    return delivery


def page_of(message: Message, name: str = "confirmations") -> str:
    return f"/messages/{message.conversation_id}/{message.pk}/{name}/"


def listed(answer: Any) -> list[tuple[str, list[str]]]:
    """The children of the page with those of their family."""
    return [
        (family.child.name, [each.membership.name for each in family.people])
        for family in answer.context["listed"]
    ]


def is_unread(person: Membership, message: Message) -> bool:
    return bool(
        Participant.objects.of(person.user).unread().filter(conversation=message.conversation)
    )


def test_each_guardian_confirms_for_themselves(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    mother, talk = client_for(cast.mother), f"/messages/{asking.conversation_id}/"
    assert page_of(asking, "confirm") in mother.get(talk).content.decode()
    answer = mother.post(page_of(asking, "confirm"), {"wording": ""})
    assert answer["Location"] == f"{talk}#message-{asking.pk}"
    assert of(cast.mother, asking).confirmed_at
    assert not of(cast.father, asking).confirmed_at
    assert page_of(asking, "confirm") not in mother.get(talk).content.decode()
    assert Event.objects.get(verb="confirm_message").facts == {}


def test_what_was_confirmed_stays_so(cast: Cast, asking: Message) -> None:
    confirms(cast.mother, asking)
    at = of(cast.mother, asking).confirmed_at
    with clock.at(clock.now() + timedelta(days=1)):
        confirms(cast.mother, asking)
    assert of(cast.mother, asking).confirmed_at == at
    assert Event.objects.filter(verb="confirm_message").count() == 1


@pytest.mark.parametrize("part", ["teacher", "ce2_parent", "administrator", "student"])
def test_nobody_else_confirms(
    cast: Cast, asking: Message, client_for: ClientFor, part: str
) -> None:
    person = cast.people[part]
    assert (
        client_for(person).post(page_of(asking, "confirm")).status_code == 404 or part == "teacher"
    )
    with pytest.raises(NotAsked):
        confirms(person, asking)


@pytest.mark.parametrize("what", ["not asked", "recalled", "removed"])
def test_what_is_gone_or_asks_nothing_is_not_confirmed(
    cast: Cast, asking: Message, client_for: ClientFor, what: str
) -> None:
    if what == "not asked":
        Message.objects.update(wants_confirmation=False)
    elif what == "recalled":
        with clock.at(NOON):
            recall_message(cast.teacher, message=asking)
    else:
        remove_message(cast.administrator, message=asking)
    assert client_for(cast.mother).post(page_of(asking, "confirm")).status_code == 404
    with pytest.raises(NotAsked):
        confirms(cast.mother, asking)


def test_the_author_sees_family_by_family_who_is_missing(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    teacher = client_for(cast.teacher)
    answer = teacher.get(page_of(asking))
    assert listed(answer) == [
        ("Emma Lacombe", ["Claire Lacombe", "Marc Roussel"]),
        ("Noé Marchand", ["Anne Marchand"]),
    ]
    assert answer.context["families"] == (0, 2)
    assert answer.context["beside"] == (0, 0)
    confirms(cast.mother, asking)
    reads(cast.parent_in_both, asking)
    answer = teacher.get(page_of(asking))
    assert [child for child, _people in listed(answer)] == ["Noé Marchand", "Emma Lacombe"]
    assert answer.context["families"] == (1, 2)


def test_children_of_other_classes_and_those_who_left_are_not_counted(
    cast: Cast, asking: Message
) -> None:
    assert "Léo Lacombe" not in [child.name for child in families_of(asking)]
    Membership.objects.filter(pk=cast.classmate.pk).update(closed_at=clock.now())
    assert counts_of(asking)[0] == (0, 1)


def test_who_teaches_two_classes_sees_the_one_that_was_written_to(cast: Cast) -> None:
    EnrolmentFactory(school=cast.school, school_class=cast.ce2, membership=cast.teacher)
    sync_groups(cast.school.pk)
    message = asks(cast.teacher, groups=[cast.group("class", "parent", of=cast.cm1)])
    assert counts_of(message)[0] == (0, 2)
    to_mother = asks(cast.teacher, to=[cast.mother])
    assert {child.name for child in families_of(to_mother)} == {"Emma Lacombe", "Léo Lacombe"}


def test_where_the_child_alone_got_it_the_child_counts(cast: Cast) -> None:
    message = asks(cast.teacher, to=[cast.student, cast.classmate])
    confirms(cast.student, message)
    assert counts_of(message)[0] == (1, 2)
    both = asks(cast.teacher, to=[cast.student, cast.mother])
    confirms(cast.student, both)
    assert counts_of(both)[0] == (0, 1)
    confirms(cast.mother, both)
    assert counts_of(both)[0] == (1, 1)


def test_those_of_no_family_are_listed_plainly(cast: Cast, client_for: ClientFor) -> None:
    message = asks(cast.head, to=[cast.teacher, cast.staff, cast.mother])
    client = client_for(cast.head)
    answer = client.get(page_of(message))
    assert answer.context["beside"] == (0, 2)
    assert [child for child, _people in listed(answer)] == ["Emma Lacombe", "Léo Lacombe"]
    confirms(cast.staff, message)
    answer = client.get(page_of(message, "confirmations/others"))
    names = [each.membership.name for each in answer.context["others"]]
    assert names == ["Hélène Dubreuil", "Denis Ferrand"]
    assert answer.context["beside"] == (1, 2)
    only_staff = asks(cast.head, to=[cast.teacher])
    assert client.get(page_of(only_staff)).context["others"]


@pytest.mark.parametrize(
    "part", ["mother", "ce2_teacher", "head", "administrator", "student", "father"]
)
def test_nobody_but_the_author_sees_it(
    cast: Cast, asking: Message, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    for name in ("confirmations", "confirmations/others", "correct"):
        assert client.get(page_of(asking, name)).status_code == 404
    for name in ("remind", "correct"):
        assert client.post(page_of(asking, name), {"body": "Non"}).status_code == 404
    with pytest.raises(NotTheAuthor):
        remind_readers(cast.people[part], message=asking)
    with pytest.raises(NotTheAuthor):
        correct_message(cast.people[part], message=asking, body="Non")


def test_an_address_made_up_of_two_conversations_is_none(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    other = asks(cast.teacher, to=[cast.mother])
    made_up = f"/messages/{other.conversation_id}/{asking.pk}"
    assert client_for(cast.teacher).get(f"{made_up}/confirmations/").status_code == 404
    assert client_for(cast.mother).post(f"{made_up}/confirm/").status_code == 404


def test_a_reminder_reaches_those_who_are_missing_and_nobody_else(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    for person in (cast.mother, cast.father, cast.parent_in_both):
        reads(person, asking)
    confirms(cast.mother, asking)
    client_for(cast.teacher).post(page_of(asking, "remind"))
    assert is_unread(cast.parent_in_both, asking)
    # Their family has confirmed.
    assert not is_unread(cast.father, asking)
    assert not is_unread(cast.mother, asking)
    assert of(cast.parent_in_both, asking).read_at
    assert Event.objects.get(verb="remind_readers").facts == {"people": 1}


def test_one_reminds_once_a_day(cast: Cast, asking: Message, client_for: ClientFor) -> None:
    teacher = client_for(cast.teacher)
    with clock.at(NOON):
        assert remind_readers(cast.teacher, message=asking) == 3
        with pytest.raises(RemindedToday):
            remind_readers(cast.teacher, message=asking)
        assert page_of(asking, "remind") not in teacher.get(page_of(asking)).content.decode()
        teacher.post(page_of(asking, "remind"))
    assert Event.objects.filter(verb="remind_readers").count() == 1
    with clock.at(TOMORROW):
        assert remind_readers(cast.teacher, message=asking) == 3


def test_with_everybody_there_is_nobody_to_remind(cast: Cast, asking: Message) -> None:
    confirms(cast.father, asking)
    confirms(cast.parent_in_both, asking)
    assert remind_readers(cast.teacher, message=asking) == 0
    assert not Event.objects.filter(verb="remind_readers").exists()


def test_nobody_is_reminded_by_who_may_not_write_to_them_any_more(
    cast: Cast, asking: Message
) -> None:
    _teaches_elsewhere(cast)
    assert remind_readers(cast.teacher, message=asking) == 0
    with pytest.raises(MayNotWrite) as refusal:
        correct_message(cast.teacher, message=asking, body="À neuf heures.")
    assert "Claire Lacombe" in refusal.value.refused


def _teaches_elsewhere(cast: Cast) -> None:
    """And where teachers write to their own classes only."""
    cast.group("school", "teacher").may_write_to.all().delete()
    Enrolment.objects.filter(membership=cast.teacher).delete()
    sync_groups(cast.school.pk)


def test_a_muted_conversation_stays_put_away_when_one_is_reminded(
    cast: Cast, asking: Message
) -> None:
    mute(cast.mother, conversation=asking.conversation)
    mine = Participant.objects.filter(membership=cast.mother)
    mine.update(archived_at=NOON)
    remind_readers(cast.teacher, message=asking)
    assert mine.get().archived_at
    assert not mine.waiting()


def test_a_correction_begins_anew_and_everybody_hears_of_it(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    for person in (cast.mother, cast.father):
        reads(person, asking)
    confirms(cast.mother, asking)
    with clock.at(TOMORROW):
        client_for(cast.teacher).post(page_of(asking, "correct"), {"body": "À neuf heures."})
    for person in (cast.mother, cast.father, cast.parent_in_both):
        delivery = of(person, asking)
        assert delivery.read_at is None and delivery.confirmed_at is None
        assert is_unread(person, asking)
    assert not is_unread(cast.teacher, asking)
    page = client_for(cast.mother).get(f"/messages/{asking.conversation_id}/").content.decode()
    assert "À neuf heures." in page and "À huit heures." not in page
    assert "Corrigé" in page
    assert page_of(asking, "confirm") in page
    assert "neuf" not in str(Event.objects.get(verb="correct_message").facts)


def test_nobody_confirms_words_they_have_not_read(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    mother = client_for(cast.mother)
    correct_message(cast.teacher, message=asking, body="À neuf heures.")
    with pytest.raises(WordsChanged):
        confirm_message(cast.mother, message=asking, wording="")
    mother.post(page_of(asking, "confirm"), {"wording": ""})
    assert not of(cast.mother, asking).confirmed_at
    confirms(cast.mother, asking)
    assert of(cast.mother, asking).confirmed_at


def test_who_had_the_page_open_before_a_correction_has_not_read_it(
    cast: Cast, asking: Message
) -> None:
    seen = Participant.objects.get(membership=cast.mother)
    with clock.at(TOMORROW):
        correct_message(cast.teacher, message=asking, body="À neuf heures.")
        mark_read(cast.mother, seen=seen)
    assert of(cast.mother, asking).read_at is None
    assert is_unread(cast.mother, asking)


def test_the_same_words_are_no_correction(cast: Cast, asking: Message) -> None:
    confirms(cast.mother, asking)
    correct_message(cast.teacher, message=asking, body=asking.body)
    assert of(cast.mother, asking).confirmed_at
    assert not Event.objects.filter(verb="correct_message").exists()


def test_what_is_found_by_its_words_is_found_by_the_new_ones(cast: Cast, asking: Message) -> None:
    correct_message(cast.teacher, message=asking, body="À l’observatoire.")
    assert Message.objects.matching("observatoire", cast.mother.user).exists()
    assert not Message.objects.matching("huit heures", cast.mother.user).exists()


@pytest.mark.parametrize("what", ["recalled", "removed", "not asked"])
def test_what_is_gone_or_asks_nothing_is_not_corrected(
    cast: Cast, asking: Message, what: str
) -> None:
    if what == "not asked":
        Message.objects.update(wants_confirmation=False)
    elif what == "recalled":
        with clock.at(NOON):
            recall_message(cast.teacher, message=asking)
    else:
        remove_message(cast.administrator, message=asking)
    for act in (
        lambda: remind_readers(cast.teacher, message=asking),
        lambda: correct_message(cast.teacher, message=asking, body="Non"),
    ):
        with pytest.raises(NotTheAuthor):
            act()


def test_nothing_is_corrected_or_reminded_in_a_freeze(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    FreezeFactory(school=cast.school, profiles=["teacher"])
    with pytest.raises(SendingFrozen):
        remind_readers(cast.teacher, message=asking)
    with pytest.raises(SendingFrozen):
        correct_message(cast.teacher, message=asking, body="Non")
    answer = client_for(cast.teacher).post(page_of(asking, "correct"), {"body": "Mes mots"})
    assert answer.status_code == 422
    assert "Mes mots" in answer.content.decode()
    assert client_for(cast.teacher).post(page_of(asking, "remind")).status_code == 302


def test_new_words_are_looked_at_before_they_go(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    unkind = "Vous êtes des connards."
    with pytest.raises(ThinkAgain):
        correct_message(cast.teacher, message=asking, body=unkind)
    answer = client_for(cast.teacher).post(page_of(asking, "correct"), {"body": unkind})
    assert answer.status_code == 422
    asking.refresh_from_db()
    assert asking.body == "À huit heures."


def _mails_at(moment: datetime) -> list[str]:
    before = len(mail.outbox)
    with clock.at(moment):
        post_notices()
        send_mails()
    return [str(each.body) for each in mail.outbox[before:]]


def test_reminders_and_corrections_are_told_by_e_mail_again(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.mother.user, email="c@mail.example", verified=True)
    User.objects.filter(pk=cast.mother.user_id).update(notices="at_once")
    asking = asks(cast.teacher, to=[cast.mother, cast.father])
    soon = timedelta(minutes=2)
    (body,) = _mails_at(NOON + soon)
    assert "On vous demande de confirmer" in body
    with clock.at(NOON + 2 * soon):
        reads(cast.mother, asking)
        remind_readers(cast.teacher, message=asking)
    (body,) = _mails_at(NOON + 3 * soon)
    assert "une nouvelle fois" in body
    with clock.at(NOON + 4 * soon):
        correct_message(cast.teacher, message=asking, body="À neuf heures.")
    (body,) = _mails_at(NOON + 5 * soon)
    assert "corrigé" in body and "neuf" not in body
    with clock.at(TOMORROW):
        remind_readers(cast.teacher, message=asking)
        reads(cast.mother, asking)
    assert _mails_at(TOMORROW + soon) == []


def test_the_page_costs_the_same_for_a_whole_school(
    cast: Cast, asking: Message, client_for: ClientFor
) -> None:
    teacher = client_for(cast.teacher)
    few = queries(teacher, page_of(asking))
    for _ in range(8):
        child = MembershipFactory(school=cast.school, profile="student")
        EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=child)
        parent = MembershipFactory(school=cast.school, profile="parent")
        GuardianshipFactory(school=cast.school, guardian=parent, student=child)
        for person in (child, parent):
            Delivery.objects.create(school=cast.school, message=asking, membership=person)
    assert queries(teacher, page_of(asking)) == few
    assert counts_of(asking)[0] == (0, 10)
    talk = f"/messages/{asking.conversation_id}/"
    cost = queries(client_for(cast.mother), talk)
    Message.objects.update(wants_confirmation=False)
    assert queries(client_for(cast.mother), talk) == cost


@pytest.mark.parametrize(("hour", "is_quiet"), [(19, False), (22, True)])
def test_whoever_writes_in_the_quiet_hours_is_told_before_and_after(
    cast: Cast, client_for: ClientFor, hour: int, *, is_quiet: bool
) -> None:
    with clock.at(NOON.replace(hour=hour)):
        talk = start_conversation(cast.mother, to=[cast.teacher], subject="", body="Bonsoir")
        page = client_for(cast.mother).get(f"/messages/{talk.pk}/").content.decode()
    assert ("heures calmes" in page) == is_quiet
    assert ("Les avis partent" in page) == is_quiet
    assert Conversation.objects.visible_to(cast.teacher.user).exists()
