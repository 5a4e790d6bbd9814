"""What e-mails say of entries: that something is to be confirmed, and what the next week brings."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.actions.send_mails import send_mails
from accounts.models import Group, Mail, Membership, User
from accounts.notices import post_notices
from core import arrivals, clock
from newsfeed.actions import confirm_entry, delete_entry, publish_entry, remind_guardians, tick_task
from newsfeed.models import Entry, Task
from newsfeed.parts.saving import Parts
from newsfeed.versions import version
from tests.cast import Cast

PARIS = ZoneInfo("Europe/Paris")
BOX = "famille.lacombe@mail.example"
# A Tuesday.
NOON = datetime(2026, 11, 24, 12, tzinfo=PARIS)
SOON = timedelta(minutes=2)
EVENING = NOON.replace(hour=18)
FRIDAY = NOON.replace(day=27, hour=16)


def reads(*people: Membership, often: str = "at_once", box: str = BOX) -> None:
    for person in people:
        EmailAddress.objects.create(user=person.user, email=box, verified=True, primary=True)
        User.objects.filter(pk=person.user_id).update(notices=often)


def asks(by: Membership, group: Group, **more: Any) -> Entry:
    given: dict[str, Any] = {
        "title": "Titre secret",
        "body": "Mot secret",
        "wants_confirmation": True,
    } | more
    with clock.at(NOON):
        return publish_entry(by, groups=[group], **given)


def mails_at(moment: datetime) -> list[str]:
    before = len(mail.outbox)
    with clock.at(moment):
        post_notices()
        send_mails()
    return [str(each.body) for each in mail.outbox[before:]]


def confirms(person: Membership, entry: Entry) -> None:
    with clock.at(NOON):
        confirm_entry(person, entry=entry, seen=version(entry.pk, None))


def test_parents_hear_who_asks_and_about_which_child(cast: Cast, cm1: Group) -> None:
    reads(cast.mother, cast.father)
    entry = asks(cast.teacher, cm1)
    (body,) = mails_at(NOON + SOON)
    assert body.count("Hélène Dubreuil vous demande de confirmer") == 1
    assert "Emma Lacombe (CM1)" in body and "Léo" not in body
    assert f"/entries/{entry.pk}/" in body
    assert "secret" not in body
    assert mails_at(EVENING) == mails_at(FRIDAY) == []


@pytest.mark.parametrize("what", ["confirmed", "deleted", "not asked", "another class"])
def test_what_needs_no_telling_is_not_told(cast: Cast, cm1: Group, what: str) -> None:
    reads(cast.ce2_parent if what == "another class" else cast.mother)
    entry = asks(cast.teacher, cm1, wants_confirmation=what != "not asked")
    if what == "confirmed":
        confirms(cast.mother, entry)
    elif what == "deleted":
        delete_entry(cast.teacher, entry=entry)
    assert mails_at(NOON + SOON) == []
    assert not Mail.objects.exists()


def test_a_reminder_is_told_once_and_not_to_a_family_that_has_confirmed(
    cast: Cast, cm1: Group
) -> None:
    reads(cast.mother)
    reads(cast.parent_in_both, box="anne@mail.example")
    entry = asks(cast.teacher, cm1)
    assert len(mails_at(NOON + SOON)) == 2
    confirms(cast.father, entry)
    with clock.at(NOON + timedelta(days=1)):
        remind_guardians(cast.teacher, entry=entry, classes=[cast.cm1])
    (body,) = mails_at(NOON + timedelta(days=1) + SOON)
    assert mail.outbox[-1].to == ["anne@mail.example"]
    assert "une nouvelle fois" in body
    assert mails_at(NOON + timedelta(days=2)) == []


def test_devices_are_woken_for_a_reminder(cast: Cast, cm1: Group) -> None:
    entry = asks(cast.teacher, cm1)
    confirms(cast.mother, entry)
    with clock.at(NOON + timedelta(hours=1)):
        remind_guardians(cast.teacher, entry=entry, classes=[cast.cm1])
    people = Membership.objects.filter(school=cast.school)
    found = arrivals.latest(people, NOON + SOON, NOON + timedelta(hours=2))
    assert found == {cast.parent_in_both.pk: NOON + timedelta(hours=1)}


def planned(cast: Cast, cm1: Group) -> None:
    monday = date(2026, 11, 30)
    start = datetime(2026, 12, 1, 9, tzinfo=PARIS)
    event = {"starts_at": start, "ends_at": start, "all_day": False, "place": "Lieu secret"}
    bring = {"due_on": monday, "kind": "bring"}
    asks(cast.teacher, cm1, wants_confirmation=False, parts=Parts(event=event, task=bring))
    ce2 = cast.group("class", of=cast.ce2)
    do = {"due_on": monday, "kind": "do"}
    asks(cast.ce2_teacher, ce2, wants_confirmation=False, parts=Parts(task=do))


def test_once_a_week_one_hears_what_the_next_brings_for_each_child(cast: Cast, cm1: Group) -> None:
    reads(cast.mother, cast.father, often="weekly")
    planned(cast, cm1)
    assert mails_at(EVENING) == []
    (body,) = mails_at(FRIDAY)
    words = " ".join(body.split())
    assert words.count("La semaine du lun. 30 nov. 2026") == 2
    assert words.count("Emma Lacombe (CM1) 1 événement et 1 chose à apporter") == 1
    assert words.count("Léo Lacombe (CE2) 1 chose à faire") == 1
    assert words.count("/week/?day=2026-11-30") == 2
    assert "secret" not in body
    assert mails_at(FRIDAY + timedelta(minutes=10)) == []


def test_what_is_done_is_counted_no_more(cast: Cast, cm1: Group) -> None:
    reads(cast.father, often="weekly")
    planned(cast, cm1)
    task = Task.objects.get(kind="bring")
    tick_task(cast.mother, task=task, student=cast.student, is_done=True)
    (body,) = mails_at(FRIDAY)
    assert "1 événement" in body and "apporter" not in body


def test_a_week_without_plans_is_no_e_mail_and_is_not_asked_for_again(cast: Cast) -> None:
    reads(cast.mother, often="weekly")
    assert mails_at(FRIDAY) == []
    with clock.at(FRIDAY):
        post_notices()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("often", ["at_once", "daily", "never"])
def test_the_week_is_for_those_who_hear_weekly(cast: Cast, cm1: Group, often: str) -> None:
    reads(cast.mother, often=often)
    planned(cast, cm1)
    assert mails_at(FRIDAY) == mails_at(FRIDAY.replace(hour=18)) == []


def test_nobody_hears_on_monday_of_the_week_that_began(cast: Cast, cm1: Group) -> None:
    planned(cast, cm1)
    reads(cast.mother, often="weekly")
    assert mails_at(datetime(2026, 12, 1, 12, tzinfo=PARIS)) == []
