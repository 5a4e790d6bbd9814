"""Whoever floods is slowed and loses nothing; whoever is afraid never waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from time_machine import travel

from accounts.models import Membership
from core import clock
from moderation.actions.report import report_thing
from moderation.models import Case, Report
from moderation.policies import MOST_IN_AN_HOUR, TooManyReports
from moderation.querysets import MANY_A_DAY
from newsfeed.models import Comment
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import CaseFactory, ReportFactory

ClientFor = Callable[[Membership], SchoolClient]


def write(
    cast: Cast, by: Membership, number: int, *, ago: timedelta, reason: str = "other"
) -> None:
    for _ in range(number):
        case = CaseFactory(school=cast.school)
        at = clock.now() - ago
        ReportFactory(school=cast.school, case=case, reporter=by, reported_at=at, reason=reason)


def test_after_many_in_an_hour_they_wait_and_lose_nothing(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    cast.student.user.language = "en"
    cast.student.user.save()
    with travel("2026-03-10 09:00:00+01:00", tick=False):
        write(cast, cast.student, MOST_IN_AN_HOUR, ago=timedelta(minutes=20))
        client = client_for(cast.student)
        typed = {"reason": "unkind", "note": "Encore lui.", "teachers": [cast.teacher.pk]}
        answer = client.post(f"/report/comment/{comment.pk}/", typed)
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (429, "2400")
        assert "Go on at 09:40" in page and "Encore lui." in page
        assert f'value="{cast.teacher.pk}" id="id_teachers_0" checked' in page
        assert (
            page.index("That was a lot")
            < page.index('value="safety"')
            < page.index('value="unkind"')
        )
        assert Report.objects.count() == MOST_IN_AN_HOUR
    with travel("2026-03-10 09:41:00+01:00", tick=False):
        assert (
            client_for(cast.student).post(f"/report/comment/{comment.pk}/", typed).status_code
            == 302
        )


def test_whoever_is_afraid_never_waits(cast: Cast, comment: Comment) -> None:
    write(cast, cast.student, 3 * MOST_IN_AN_HOUR, ago=timedelta(minutes=1))
    assert report_thing(cast.student, subject=comment, reason="safety").case.is_danger


def test_having_been_afraid_counts_for_nothing(cast: Cast, comment: Comment) -> None:
    write(cast, cast.student, MOST_IN_AN_HOUR, ago=timedelta(minutes=1), reason="safety")
    write(cast, cast.mother, MOST_IN_AN_HOUR, ago=timedelta(minutes=1))
    assert report_thing(cast.student, subject=comment, reason="unkind")


def test_the_last_before_the_limit_goes(cast: Cast, comment: Comment) -> None:
    write(cast, cast.student, MOST_IN_AN_HOUR - 1, ago=timedelta(minutes=59))
    write(cast, cast.student, 5, ago=timedelta(minutes=61))
    assert report_thing(cast.student, subject=comment, reason="unkind")
    with pytest.raises(TooManyReports):
        report_thing(cast.student, subject=comment, reason="unkind")


@pytest.mark.parametrize(("before", "badges"), [(MANY_A_DAY - 1, 0), (MANY_A_DAY, 1)])
def test_the_desk_sees_that_somebody_wrote_many_that_day(
    cast: Cast, case: Case, client_for: ClientFor, before: int, badges: int
) -> None:
    write(cast, cast.student, before, ago=timedelta(hours=2))
    write(cast, cast.student, 5, ago=timedelta(hours=25))
    cast.administrator.user.language = "en"
    cast.administrator.user.save()
    page = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/cases/{case.pk}/")
    assert page.content.decode().count("One of many reports") == badges
