"""What waits too long is said to those at whose desk it lies, in the hours of their school."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from time_machine import travel

from accounts.models import Membership
from audit.models import Event
from core import wall
from core.background import sweep
from moderation.actions.claim import claim_case, release_case
from moderation.actions.decide import find_nothing
from moderation.actions.report import report_thing
from moderation.deadlines import TO_BE_LOOKED_AT
from moderation.models import Case, Notice
from moderation.reasons import SEVERITY
from newsfeed.models import Comment
from tests.cast import Cast
from tests.client import SchoolClient
from tests.moderation.conftest import UNKIND, the_case

ClientFor = Callable[[Membership], SchoolClient]
FRIDAY = "2026-11-20 15:00+01:00"
PARIS = ZoneInfo("Europe/Paris")


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS)


def reminded() -> set[int]:
    overdue = Notice.objects.filter(kind=Notice.Kind.OVERDUE)
    return set(overdue.values_list("reader", flat=True))


@pytest.fixture
def reported(cast: Cast, comment: Comment) -> Case:
    """On a Friday at three, for something unkind; the school closes at five."""
    with travel(FRIDAY, tick=False):
        case: Case = report_thing(cast.student, subject=comment, reason="unkind").case
    return case


def test_each_severity_has_its_time_and_a_graver_one_has_less() -> None:
    assert TO_BE_LOOKED_AT.keys() == set(SEVERITY.values())
    times = [TO_BE_LOOKED_AT[severity] for severity in sorted(TO_BE_LOOKED_AT)]
    assert times == sorted(times, reverse=True)


def test_it_waits_a_school_day_over_the_weekend(reported: Case) -> None:
    assert reported.due_at == at("2026-11-23 15:00")


def test_danger_waits_an_hour_whatever_the_school_does(cast: Cast, comment: Comment) -> None:
    with travel("2026-11-21 23:30+01:00", tick=False):
        case = report_thing(cast.student, subject=comment, reason="safety").case
    assert case.due_at == at("2026-11-22 00:30")


def test_one_more_report_gives_nobody_more_time(
    cast: Cast, comment: Comment, reported: Case
) -> None:
    with travel("2026-11-23 09:00+01:00", tick=False):
        report_thing(cast.mother, subject=comment, reason="other")
        reported.refresh_from_db()
        assert reported.due_at == at("2026-11-23 15:00")
        report_thing(cast.mother, subject=comment, reason="violent")
    reported.refresh_from_db()
    assert reported.due_at == at("2026-11-23 13:00")


def test_the_desk_is_reminded_once_a_school_day_until_somebody_looks(
    cast: Cast, reported: Case, mailoutbox: list[EmailMessage], client_for: ClientFor
) -> None:
    EmailAddress.objects.create(
        user=cast.administrator.user, email="sabine@mail.example", verified=True
    )
    desk = {cast.administrator.pk, cast.senior.pk}
    for moment, mails, told in (
        ("2026-11-22 12:00+01:00", 0, set()),
        ("2026-11-23 14:59+01:00", 0, set()),
        ("2026-11-23 15:00+01:00", 1, desk),
        ("2026-11-24 14:59+01:00", 1, desk),
        ("2026-11-24 15:00+01:00", 2, desk),
    ):
        with travel(moment, tick=False):
            sweep()
            sweep()  # which sends what the first has written, and reminds nobody again
            assert (len(mailoutbox), reminded()) == (mails, told), moment
    assert cast.student.name not in mailoutbox[0].body
    assert UNKIND not in mailoutbox[0].body
    assert Event.objects.filter(verb="remind_of_case", target_id=reported.pk).count() == 2
    with travel("2026-11-24 16:00+01:00", tick=False):
        claim_case(cast.senior, case=reported, seen=reported.version)
        sweep()
    assert reminded() == set()
    assert reported.due_at == at("2026-12-01 16:00")


def test_a_reminder_takes_nothing_from_whoever_decides_just_now(cast: Cast, reported: Case) -> None:
    with travel("2026-11-23 16:00+01:00", tick=False):
        sweep()
        assert reminded()
        find_nothing(cast.administrator, case=reported, seen=reported.version)
    assert reminded() == set()
    assert (reported.due_at, reported.remind_at) == (None, None)


def test_how_long_it_took_is_counted_once_in_school_hours(
    cast: Cast, comment: Comment, reported: Case
) -> None:
    with travel("2026-11-23 09:00+01:00", tick=False):
        claim_case(cast.administrator, case=reported, seen=1)
        release_case(cast.administrator, case=reported, seen=2)
    with travel("2026-11-24 09:00+01:00", tick=False):
        find_nothing(cast.senior, case=reported, seen=3)
    with travel("2026-11-26 09:00+01:00", tick=False):
        report_thing(cast.mother, subject=comment, reason="unkind")
        reported.refresh_from_db()
        find_nothing(cast.senior, case=reported, seen=reported.version)
    assert (reported.answered_after, reported.decided_after) == (3 * 60, 12 * 60)


def test_the_lead_is_reminded_of_danger_by_night_and_every_hour(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    with travel("2026-11-21 23:30+01:00", tick=False):
        report_thing(cast.student, subject=comment, reason="safety")
    for moment in ("2026-11-22 00:30+01:00", "2026-11-22 01:30+01:00"):
        with travel(moment, tick=False):
            sweep()
    assert reminded() == {cast.lead.pk}
    assert Event.objects.filter(verb="remind_of_case", target_id=the_case().pk).count() == 2
    with wall.as_person(cast.administrator.user_id):
        assert not Case.objects.exists()


def test_who_handles_it_sees_that_it_waits_too_long(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    cast.administrator.user.language = "en"
    cast.administrator.user.save()
    with travel("2026-11-23 16:00+01:00", tick=False):
        client = client_for(cast.administrator)
        for page in (
            f"/schools/{cast.school.pk}/cases/",
            f"/schools/{cast.school.pk}/cases/{reported.pk}/",
        ):
            assert "Waits too long" in client.get(page).content.decode()
        sweep()
        assert "A report waits for you longer than it should." in client.get("/").content.decode()
