import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from celery import Task
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import travel

from accounts.deciding import NotAllowed
from accounts.models import Membership, School
from accounts.waking import is_waking
from audit.models import Event
from core import arrivals, clock, wall
from core.background import sweep
from moderation.actions import claim, decide
from moderation.actions.danger import add_danger_number, remove_danger_number
from moderation.actions.escalate import escalate_case
from moderation.actions.report import report_thing, say_danger
from moderation.models import DangerNumber, Notice
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import DangerNumberFactory
from tests.moderation.conftest import UNKIND, the_case

ClientFor = Callable[[Membership], SchoolClient]


def called(client: SchoolClient) -> list[list[str]]:
    calls = client.get("/danger/").context["calls"]
    return [[call.number for call in numbers] for _school, numbers in calls]


@pytest.mark.parametrize(
    ("language", "shipped"), [("fr", ["17", "119", "3018"]), ("en", ["999", "0800 1111", "101"])]
)
def test_a_school_that_named_none_shows_those_of_its_country(
    cast: Cast, client_for: ClientFor, language: str, shipped: list[str]
) -> None:
    School.objects.filter(pk=cast.school.pk).update(language=language)
    client = client_for(cast.student)
    assert called(client) == [shipped]
    page = client.get("/danger/").content.decode()
    assert all(f'href="tel:{number.replace(" ", "")}"' in page for number in shipped)


def test_what_a_school_names_is_shown_instead_until_it_is_taken_out(
    cast: Cast, client_for: ClientFor
) -> None:
    page = f"/schools/{cast.school.pk}/danger-numbers/"
    client = client_for(cast.administrator)
    for number, label in (("0 800 20 22 23", "Parents"), ("114", "Par SMS")):
        assert client.post(page, {"number": number, "label": label})["Location"] == page
    assert called(client_for(cast.student)) == [["0 800 20 22 23", "114"]]
    assert called(client_for(cast.other.student)) == [["17", "119", "3018"]]
    for named in DangerNumber.objects.all():
        client.post(f"{page}{named.pk}/remove/")
    assert called(client_for(cast.student)) == [["17", "119", "3018"]]
    done = Event.objects.of_school(cast.school.pk).filter(target_type="moderation.DangerNumber")
    verbs = {"add_danger_number": 2, "remove_danger_number": 2}
    assert {verb: done.filter(verb=verb).count() for verb in verbs} == verbs


@pytest.mark.parametrize("number", ["", "police", "1", "<17>", "1" * 21, "114", "114 "])
def test_what_is_no_number_or_there_already_is_refused_and_stays_typed(
    cast: Cast, client_for: ClientFor, number: str
) -> None:
    DangerNumberFactory(school=cast.school, number="114")
    page = f"/schools/{cast.school.pk}/danger-numbers/"
    answer = client_for(cast.administrator).post(page, {"number": number, "label": "Écoute"})
    assert answer.status_code == 422 and answer.context["form"].errors["number"]
    assert 'value="Écoute"' in answer.content.decode()
    assert DangerNumber.objects.filter(school=cast.school).count() == 1


def test_only_an_administrator_of_the_school_names_them(cast: Cast) -> None:
    named = DangerNumberFactory(school=cast.school)
    for by in (cast.teacher, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            remove_danger_number(by, number=named)
    with pytest.raises(PermissionDenied):
        add_danger_number(cast.teacher, number="17", label="Police")


# -- Saying so -------------------------------------------------------------------------------


def numbers_on(page: str) -> list[str]:
    return re.findall(r'href="tel:(\d+)"', page)


@pytest.mark.parametrize("view", ["simple", "full"])
def test_one_press_says_it_and_shows_at_once_whom_to_call(
    cast: Cast, comment: Comment, client_for: ClientFor, view: str
) -> None:
    cast.student.user.view = view
    cast.student.user.save()
    client = client_for(cast.student)
    address = f"/report/comment/{comment.pk}/"
    page = client.get(address).content.decode()
    assert page.index('value="safety"') < page.index('value="unkind"')
    assert 'href="/danger/"' in page
    receipt = client.post(address, {"reason": "safety"})["Location"]
    assert numbers_on(client.get(receipt).content.decode()) == ["17", "119", "3018"]
    assert the_case().is_danger


def test_the_numbers_are_at_hand_on_every_page_of_a_student(
    cast: Cast, client_for: ClientFor
) -> None:
    assert 'href="/danger/"' in client_for(cast.student).get("/messages/").content.decode()
    assert 'href="/danger/"' not in client_for(cast.teacher).get("/messages/").content.decode()


def test_it_is_said_on_a_receipt_too(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    report = report_thing(cast.student, subject=comment, reason="unkind", note="Aïe.")
    decide.find_nothing(cast.administrator, case=report.case, seen=1)
    receipt, press = f"/reports/{report.pk}/", f"/reports/{report.pk}/danger/"
    page = client.get(receipt).content.decode()
    assert press in page and numbers_on(page) == []
    assert client.post(press)["Location"] == receipt
    page = client.get(receipt).content.decode()
    assert press not in page and numbers_on(page) == ["17", "119", "3018"]
    with wall.protection_open():
        report.refresh_from_db()
    case = the_case()
    assert (report.reason, report.note) == ("safety", "Aïe.")
    assert (case.is_danger, case.is_open, case.outcome) == (True, True, "")


def test_nobody_says_it_on_the_receipt_of_another(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    report = report_thing(cast.student, subject=comment, reason="unkind")
    assert client_for(cast.mother).post(f"/reports/{report.pk}/danger/").status_code == 404
    with pytest.raises(NotAllowed):
        say_danger(cast.mother, report=report)


# -- Who is told -----------------------------------------------------------------------------


def mailbox(*people: Membership) -> None:
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each.user, email=f"{each.pk}@mail.example", verified=True)
        for each in people
    )


def told_of_danger() -> set[Membership]:
    return {each.reader for each in Notice.objects.filter(kind="danger").select_related("reader")}


@pytest.fixture
def broker_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_listens(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(Task, "apply_async", nobody_listens)


@pytest.mark.usefixtures("broker_down")
def test_the_desk_is_told_in_the_quiet_hours_and_with_the_broker_down(
    cast: Cast,
    comment: Comment,
    client_for: ClientFor,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    mailbox(cast.administrator, cast.head, cast.lead)
    cast.lead.user.language = "en"
    cast.lead.user.save()
    with travel("2026-03-14 02:00:00+01:00", tick=False):
        assert not is_waking(cast.school, clock.now())
        with django_capture_on_commit_callbacks(execute=True):
            report_thing(cast.student, subject=comment, reason="safety", note="Il me suit.")
        sweep()
    [mail] = mailoutbox
    assert mail.to == [f"{cast.lead.pk}@mail.example"]
    assert mail.subject == "Préau: somebody may be in danger"
    for secret in (cast.student.name, cast.classmate.name, UNKIND, "suit"):
        assert secret not in f"{mail.subject}{mail.body}"
    assert told_of_danger() == {cast.lead}
    page = client_for(cast.lead).get("/").content.decode()
    case = f"/schools/{cast.school.pk}/cases/{the_case().pk}/"
    assert "Somebody may be in danger. Look at it now." in page and case in page
    assert "/dismiss/" not in page


def test_it_is_told_once_until_it_is_decided(
    cast: Cast, comment: Comment, mailoutbox: list[EmailMessage]
) -> None:
    mailbox(cast.lead)
    case = report_thing(cast.student, subject=comment, reason="safety").case
    report_thing(cast.mother, subject=comment, reason="safety")
    report_thing(cast.mother, subject=comment, reason="other")
    sweep()
    assert len(mailoutbox) == 1
    with wall.as_person(cast.lead.user_id):
        claim.claim_case(cast.lead, case=case, seen=3)
        assert told_of_danger() == {cast.lead}
        decide.find_nothing(cast.lead, case=case, seen=4)
    assert told_of_danger() == set()
    report_thing(cast.father, subject=comment, reason="safety")
    sweep()
    assert len(mailoutbox) == 2


def test_it_goes_where_the_case_goes(cast: Cast, comment: Comment) -> None:
    case = report_thing(cast.student, subject=comment, reason="safety").case
    with wall.as_person(cast.lead.user_id):
        escalate_case(cast.lead, case=case, seen=1)
    assert told_of_danger() == {cast.head}


def test_whoever_may_not_handle_it_is_not_told(cast: Cast, entry: Entry) -> None:
    entry.author = cast.lead
    entry.save()
    report_thing(cast.student, subject=entry, reason="safety")
    assert told_of_danger() == {cast.head}


def test_what_hurts_alone_wakes_nobody(
    cast: Cast, comment: Comment, mailoutbox: list[EmailMessage]
) -> None:
    mailbox(cast.administrator, cast.lead)
    report_thing(cast.student, subject=comment, reason="violent")
    sweep()
    assert mailoutbox == [] and told_of_danger() == set()


def test_their_devices_are_woken(cast: Cast, comment: Comment) -> None:
    before = clock.now()
    report_thing(cast.student, subject=comment, reason="safety")
    people = Membership.objects.filter(school=cast.school)
    came = arrivals.latest(people, before, clock.now())
    assert set(came) == {cast.lead.pk}
