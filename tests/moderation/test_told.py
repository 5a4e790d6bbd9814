"""A student tells a teacher too: that report, and nothing of its case."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from time_machine import travel

from accounts.actions.send_mails import send_mails
from accounts.deciding import NotAllowed
from accounts.models import ContactRule, Membership
from accounts.notices import post_notices
from audit.models import Event
from core import clock
from moderation.actions.report import report_thing
from moderation.actions.told import spoke_with_child
from moderation.models import Notice, Report
from moderation.policies import whom_to_tell
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import NoticeFactory, ReportFactory
from tests.moderation.conftest import UNKIND

ClientFor = Callable[[Membership], SchoolClient]
LIST = "/reports/told/"
NOTE = "Tous les jours à la cantine."


@pytest.fixture
def told(cast: Cast, comment: Comment) -> Notice:
    """The student tells her teacher."""
    cast.teacher.user.language = "en"
    cast.teacher.user.save()
    report_thing(cast.student, subject=comment, reason="unkind", note=NOTE, teachers=[cast.teacher])
    return Notice.objects.get(kind="told")


def test_a_student_chooses_a_teacher_of_theirs(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    address = f"/report/comment/{comment.pk}/"
    page = client.get(address).content.decode()
    assert f'name="teachers" value="{cast.teacher.pk}"' in page
    assert f'value="{cast.ce2_teacher.pk}"' not in page
    client.post(address, {"reason": "unkind", "teachers": [cast.teacher.pk]})
    assert Notice.objects.get(kind="told").reader == cast.teacher
    assert Report.objects.get().case.desk == "administrators"


def test_a_teacher_is_told_whoever_may_write_to_whom(cast: Cast, comment: Comment) -> None:
    ContactRule.objects.all().delete()
    assert whom_to_tell(cast.student, comment) == [cast.teacher]


def test_nobody_is_told_about_themselves(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    page = client_for(cast.student).get(f"/report/entry/{entry.pk}/").content.decode()
    assert 'name="teachers"' not in page
    with pytest.raises(NotAllowed):
        report_thing(cast.student, subject=entry, reason="unkind", teachers=[cast.teacher])
    assert not Report.objects.exists()


@pytest.mark.parametrize("part", ["mother", "teacher", "administrator"])
def test_adults_tell_the_school_alone(
    cast: Cast, comment: Comment, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    address = f"/report/comment/{comment.pk}/"
    if part != "administrator":
        assert 'name="teachers"' not in client.get(address).content.decode()
    with pytest.raises(NotAllowed):
        report_thing(
            cast.people[part], subject=comment, reason="unkind", teachers=[cast.ce2_teacher]
        )


def test_another_teacher_is_not_chosen_by_hand(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    typed = {"reason": "unkind", "note": NOTE, "teachers": [cast.ce2_teacher.pk]}
    answer = client_for(cast.student).post(f"/report/comment/{comment.pk}/", typed)
    assert answer.status_code == 422 and NOTE in answer.content.decode()
    assert not Report.objects.exists()


def test_the_teacher_reads_that_report_and_nothing_of_the_case(
    cast: Cast, comment: Comment, told: Notice, client_for: ClientFor
) -> None:
    comment.body = "Pardon."
    comment.save()
    report_thing(cast.mother, subject=comment, reason="violent", note="Ma fille pleure.")
    client = client_for(cast.teacher)
    feed = client.get("/").content.decode()
    address = f"/reports/told/{told.pk}/"
    assert "A student of yours told you" in feed and address in feed
    page = client.get(address).content.decode()
    for words in (cast.student.name, cast.classmate.name, UNKIND, NOTE):
        assert words in page
    for words in (cast.mother.name, "Ma fille pleure.", "Pardon."):
        assert words not in page
    case = f"/schools/{cast.school.pk}/cases/{told.report.case_id}/"
    assert client.get(case).status_code == 404


@pytest.mark.parametrize("part", ["student", "classmate", "ce2_teacher", "administrator", "head"])
def test_nobody_else_reads_what_a_teacher_was_told(
    cast: Cast, told: Notice, client_for: ClientFor, part: str
) -> None:
    address = f"/reports/told/{told.pk}/"
    client = client_for(cast.people[part])
    assert client.get(address).status_code == 404
    assert client.post(f"{address}spoke/").status_code == 404
    with pytest.raises(NotAllowed):
        spoke_with_child(cast.people[part], notice=told)


def test_it_stays_in_the_feed_until_they_have_spoken(
    cast: Cast, told: Notice, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    assert "/dismiss/" not in client.get("/").content.decode()
    client.post(f"/reports/told/{told.pk}/spoke/")
    told.refresh_from_db()
    assert told.spoke_at is not None
    assert (
        "You have spoken with the child."
        in client.get(f"/reports/told/{told.pk}/").content.decode()
    )
    assert "/dismiss/" in client.get("/").content.decode()


def test_an_e_mail_says_that_once_and_nothing_of_it(
    cast: Cast, comment: Comment, told: Notice, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=cast.teacher.user, email="t@mail.example", verified=True)
    cast.teacher.user.notices = "at_once"
    cast.teacher.user.save()
    with travel("2026-03-10 09:00:00+01:00", tick=False):
        Notice.objects.update(at=clock.now())
    for hour in (10, 11):
        with travel(f"2026-03-10 {hour}:00:00+01:00", tick=False):
            post_notices()
            send_mails()
    [mail] = mailoutbox
    assert "A student of yours told you that something is wrong" in mail.body
    assert f"/reports/told/{told.pk}/" in mail.body
    for secret in (cast.student.name, cast.student.user.first_name, UNKIND, NOTE):
        assert secret not in mail.body


def test_no_log_of_the_school_says_that_a_child_told(
    cast: Cast, told: Notice, client_for: ClientFor
) -> None:
    for page in (LIST, f"/reports/told/{told.pk}/"):
        client_for(cast.teacher).get(page)
    spoke_with_child(cast.teacher, notice=told)
    kept = Event.objects.filter(verb__in=["tell_teacher", "spoke_with_child"])
    assert kept.count() == 2
    read = Event.objects.of_school(cast.school.pk)
    assert not read.filter(verb__in=["tell_teacher", "spoke_with_child"]).exists()
    for page in ("moderation:told", "moderation:my_told"):
        assert Event.objects.filter(facts__page=page).exists()
        assert not read.filter(facts__page=page).exists()


def test_what_they_were_told_is_listed_with_whether_they_have_spoken(
    cast: Cast, told: Notice, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    page = client.get(LIST).content.decode()
    for words in (cast.student.name, f"/reports/told/{told.pk}/", "Not spoken with yet"):
        assert words in page
    for words in (UNKIND, NOTE, cast.classmate.name):
        assert words not in page
    client.post(f"/reports/told/{told.pk}/spoke/")
    assert "Not spoken with yet" not in client.get(LIST).content.decode()


def test_a_report_that_is_kept_apart_is_listed_too(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    report_thing(cast.student, subject=comment, reason="safety", teachers=[cast.teacher])
    [notice] = client_for(cast.teacher).get(LIST).context["told"]
    assert notice.report.is_danger


@pytest.mark.parametrize("part", ["teacher", "ce2_teacher"])
def test_teachers_see_the_way_to_it_and_each_their_own(
    cast: Cast, told: Notice, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    for page in ("/reports/mine/", "/decided/"):
        assert f'href="{LIST}"' in client.get(page).content.decode()
    assert client.get(LIST).context["told"] == ([told] if part == "teacher" else [])


@pytest.mark.parametrize("part", ["student", "mother", "staff", "administrator", "head", "guest"])
def test_nobody_else_does(cast: Cast, told: Notice, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    for page in ("/reports/mine/", "/decided/"):
        assert LIST not in client.get(page).content.decode()
    assert client.get(LIST).status_code == 404


def test_the_list_costs_the_same_however_long(
    cast: Cast, told: Notice, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    few = queries(client, LIST)
    for _ in range(5):
        more = ReportFactory(school=cast.school, reporter=cast.student)
        NoticeFactory(school=cast.school, reader=cast.teacher, kind="told", report=more)
    assert len(client.get(LIST).context["told"]) > 1
    assert queries(client, LIST) == few
