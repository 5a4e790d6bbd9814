"""E-mails say who wrote and about which child, once for a mailbox, and none of the words."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.actions.send_mails import send_mail, send_mails
from accounts.choices import Frequency
from accounts.groups import sync_groups
from accounts.models import Mail, Membership, School, User
from accounts.notices import frequency_of, post_notices
from audit.models import Event
from core import clock
from core.background import sweep
from messaging.actions import (
    answer_conversation,
    mark_read,
    mute,
    recall_message,
    remove_message,
    start_conversation,
)
from messaging.models import Conversation, Delivery, Message, Participant
from tests.cast import Cast
from tests.factories.accounts import EnrolmentFactory, GuardianshipFactory, MembershipFactory
from tests.factories.messaging import ConversationFactory, MessageFactory

PARIS = ZoneInfo("Europe/Paris")
BOX = "famille.lacombe@mail.example"
# A Tuesday.
NOON = datetime(2026, 11, 24, 12, tzinfo=PARIS)
EVENING = NOON.replace(hour=18)
LATE = NOON.replace(hour=22, minute=40)
MORNING = NOON.replace(day=25, hour=7)
FRIDAY = NOON.replace(day=27, hour=16)
SOON = timedelta(minutes=2)


def reads(*people: Membership, often: str = "", box: str = BOX) -> None:
    for person in people:
        EmailAddress.objects.create(user=person.user, email=box, verified=True, primary=True)
        User.objects.filter(pk=person.user_id).update(notices=often)


def writes(
    by: Membership, *to: Membership, at: datetime = NOON, body: str = "Mot secret"
) -> Conversation:
    with clock.at(at):
        return start_conversation(by, to=to, subject="Sujet secret", body=body)


def mails_at(moment: datetime) -> list[str]:
    """What goes at that moment."""
    before = len(mail.outbox)
    with clock.at(moment):
        post_notices()
        send_mails()
    return [str(each.body) for each in mail.outbox[before:]]


def test_an_e_mail_says_who_wrote_and_about_which_child(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    talk = writes(cast.teacher, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert mail.outbox[0].to == [BOX]
    assert "Hélène Dubreuil vous a écrit, mardi 24 novembre 2026 à 12 h 00" in " ".join(
        body.split()
    )
    assert "Emma Lacombe (CM1)" in body
    assert "Léo" not in body
    assert f"/messages/{talk.pk}/" in body
    assert cast.school.name in body
    assert "/me/notices/" in body


def test_no_word_and_no_name_is_where_it_must_not_be(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert "secret" not in body + mail.outbox[0].subject
    assert "Emma" not in mail.outbox[0].subject
    told = Event.objects.get(verb="send_mail")
    assert told.target_id == cast.mother.pk
    assert told.facts == {"kind": "notices"}


def test_a_family_that_shares_a_mailbox_gets_one_e_mail(cast: Cast) -> None:
    reads(cast.mother, cast.father, often="at_once")
    writes(cast.teacher, cast.mother, cast.father)
    writes(cast.ce2_teacher, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert body.count("Hélène Dubreuil") == body.count("Emma Lacombe (CM1)") == 1
    assert body.count("Léo Lacombe (CE2)") == 1
    assert mails_at(NOON + timedelta(days=1)) == []


def test_whoever_shares_a_mailbox_is_not_told_again_later(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    reads(cast.father, often="daily")
    writes(cast.teacher, cast.mother, cast.father)
    writes(cast.teacher, cast.father)
    assert len(mails_at(NOON + SOON)) == 1
    (body,) = mails_at(EVENING)
    assert body.count("Hélène Dubreuil") == 1
    assert mails_at(FRIDAY) == []


def test_parents_who_live_apart_get_an_e_mail_each(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    reads(cast.father, often="at_once", box="marc@mail.example")
    writes(cast.teacher, cast.mother, cast.father)
    mails_at(NOON + SOON)
    assert sorted(each.to[0] for each in mail.outbox) == [BOX, "marc@mail.example"]


@pytest.mark.parametrize(
    ("often", "moment"),
    [("at_once", NOON + SOON), ("daily", EVENING), ("weekly", FRIDAY), ("", EVENING)],
)
def test_an_e_mail_comes_as_often_as_one_chose(cast: Cast, often: str, moment: datetime) -> None:
    reads(cast.mother, often=often)
    writes(cast.teacher, cast.mother)
    assert mails_at(moment - timedelta(seconds=1)) == []
    assert len(mails_at(moment)) == 1
    assert mails_at(moment + timedelta(days=7)) == []


@pytest.mark.parametrize("part", ["teacher", "staff"])
def test_those_who_work_there_get_none_unless_they_want_them(cast: Cast, part: str) -> None:
    person = cast.people[part]
    reads(person)
    assert frequency_of(person.user) == Frequency.NEVER
    writes(cast.head, person)
    assert mails_at(FRIDAY) == []
    User.objects.filter(pk=person.user_id).update(notices="at_once")
    writes(cast.head, person, at=FRIDAY)
    assert len(mails_at(FRIDAY + SOON)) == 1


def test_a_teacher_hears_about_which_child_a_parent_writes(cast: Cast) -> None:
    reads(cast.teacher, often="at_once")
    writes(cast.mother, cast.teacher)
    (body,) = mails_at(NOON + SOON)
    assert "Emma Lacombe (CM1)" in body and "Léo" not in body


def test_whoever_writes_to_a_class_writes_about_its_children(cast: Cast) -> None:
    EnrolmentFactory(school=cast.school, school_class=cast.ce2, membership=cast.teacher)
    reads(cast.mother, often="at_once")
    group = cast.group("class", "parent", of=cast.cm1)
    with clock.at(NOON):
        start_conversation(cast.head, groups=[group], subject="", body="Bonjour")
    (body,) = mails_at(NOON + SOON)
    assert "Emma Lacombe (CM1)" in body and "Léo" not in body
    writes(cast.teacher, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert "Emma Lacombe (CM1), Léo Lacombe (CE2)" in body


def test_what_concerns_no_child_names_none(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.head, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert "Lacombe" not in body


@pytest.mark.parametrize("what", ["read", "recalled", "removed", "muted", "closed", "blocked"])
def test_what_needs_no_telling_any_more_is_not_told(cast: Cast, what: str) -> None:
    reads(cast.mother)
    talk = writes(cast.teacher, cast.mother)
    message = Message.objects.get()
    with clock.at(NOON + SOON):
        if what == "read":
            mark_read(cast.mother, seen=Participant.objects.get(membership=cast.mother))
        elif what == "recalled":
            recall_message(cast.teacher, message=message)
        elif what == "removed":
            remove_message(cast.administrator, message=message)
        elif what == "muted":
            mute(cast.mother, conversation=talk)
        else:
            Membership.objects.filter(pk=cast.mother.pk).update(**{f"{what}_at": NOON})
    assert mails_at(EVENING) == []


def test_what_was_taken_back_while_the_e_mail_waited_is_not_told(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother)
    with clock.at(NOON + SOON):
        post_notices()
        recall_message(cast.teacher, message=Message.objects.get())
        send_mails()
    assert not mail.outbox
    assert not Mail.objects.exists()


def test_nobody_is_disturbed_in_the_quiet_hours(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother, at=LATE)
    assert Participant.objects.of(cast.mother.user).unread().count() == 1
    assert mails_at(LATE + SOON) == []
    assert mails_at(MORNING - timedelta(seconds=1)) == []
    assert len(mails_at(MORNING)) == 1


def test_an_e_mail_that_waited_into_the_quiet_hours_goes_when_they_end(cast: Cast) -> None:
    reads(cast.mother)
    writes(cast.teacher, cast.mother)
    with clock.at(EVENING):
        post_notices()
    with clock.at(LATE):
        send_mails()
    assert not mail.outbox
    assert len(mails_at(MORNING)) == 1


def test_the_quiet_hours_of_one_school_are_not_those_of_another(cast: Cast) -> None:
    School.objects.filter(pk=cast.other.school.pk).update(waking_until=24)
    for troupe in (cast, cast.other):
        writes(troupe.teacher, troupe.parent_in_both, at=LATE)
    reads(cast.parent_in_both, often="at_once")
    Delivery.objects.filter(membership__user=cast.parent_in_both.user).update(told_at=None)
    (body,) = mails_at(LATE + SOON)
    assert cast.other.school.name in body and cast.school.name not in body
    (body,) = mails_at(MORNING)
    assert cast.school.name in body and cast.other.school.name not in body


def test_several_messages_are_one_e_mail(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    talk = writes(cast.teacher, cast.mother)
    for seconds in (30, 60, 90, 119):
        with clock.at(NOON + timedelta(seconds=seconds)):
            answer_conversation(cast.teacher, conversation=talk, body="Et encore ceci")
    (body,) = mails_at(NOON + SOON)
    assert "vous a écrit 5 fois" in body
    assert mails_at(NOON + 2 * SOON) == []


def test_what_came_before_the_mailbox_was_confirmed_is_not_told(cast: Cast) -> None:
    writes(cast.teacher, cast.mother)
    reads(cast.mother)
    EmailAddress.objects.create(user=cast.father.user, email="unsure@mail.example")
    writes(cast.teacher, cast.father)
    assert mails_at(FRIDAY) == []


def test_without_a_mail_server_nothing_waits_to_be_told(cast: Cast, settings: Any) -> None:
    settings.SENDS_MAIL = False
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother)
    assert not Delivery.objects.filter(told_at=None).exists()
    Delivery.objects.update(told_at=None)
    assert mails_at(FRIDAY) == []
    assert not Mail.objects.exists()


def test_students_get_none_whatever_stands_in_the_database(cast: Cast) -> None:
    reads(cast.student, often="at_once")
    writes(cast.teacher, cast.student)
    Delivery.objects.update(told_at=None)
    assert mails_at(FRIDAY) == []


def test_who_wrote_is_not_told_of_it(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.mother, cast.teacher)
    assert mails_at(FRIDAY) == []


def test_an_e_mail_waits_for_the_mail_server_and_goes_once(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother)
    with clock.at(NOON + SOON):
        with patch("django.core.mail.EmailMessage.send", side_effect=SMTPServerDisconnected):
            assert "send_mails" in sweep()
        assert Mail.objects.count() == 1
        assert Delivery.objects.filter(membership=cast.mother, told_at=None).exists()
        post_notices()
        assert Mail.objects.count() == 1
        (waiting,) = Mail.objects.values_list("pk", flat=True)
        for _ in range(2):
            send_mail(waiting)
            sweep()
    assert len(mail.outbox) == 1


def test_an_e_mail_is_in_the_language_of_its_reader(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    User.objects.filter(pk=cast.mother.user_id).update(language="en")
    writes(cast.teacher, cast.mother)
    (body,) = mails_at(NOON + SOON)
    assert mail.outbox[0].subject == "Préau: what waits for you"
    assert "Hélène Dubreuil wrote to you, Tuesday 24 November 2026 12:00" in body


def _cost(moment: datetime) -> int:
    with CaptureQueriesContext(connection) as asked:
        mails_at(moment)
    return len(asked)


def test_an_e_mail_costs_the_same_however_much_it_says(cast: Cast) -> None:
    reads(cast.mother, often="at_once")
    writes(cast.teacher, cast.mother)
    one = _cost(NOON + SOON)
    for number in range(5):
        child = MembershipFactory(school=cast.school, profile="student")
        teacher = MembershipFactory(school=cast.school, profile="teacher")
        GuardianshipFactory(school=cast.school, guardian=cast.mother, student=child)
        for person in (child, teacher):
            EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=person)
        with clock.at(EVENING + timedelta(seconds=number)):
            talk = ConversationFactory(school=cast.school, between=[cast.mother, teacher])
            MessageFactory(school=cast.school, conversation=talk, author=teacher)
    assert _cost(EVENING + 2 * SOON) == one


def test_looking_for_what_is_due_costs_the_same_for_a_school_full(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parents = [MembershipFactory(school=cast.school, profile="parent") for _ in range(8)]
    for number, parent in enumerate(parents):
        reads(parent, box=f"box{number}@mail.example")
    sync_groups(cast.school.pk)
    writes(cast.head, *parents)
    with clock.at(EVENING), django_assert_max_num_queries(19):
        post_notices()
    assert Mail.objects.count() == len(parents)
