"""What a school learns from its reports: numbers, without anybody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from accounts.models import Membership
from core import wall
from moderation.actions.decide import find_nothing, remove_and_warn
from moderation.actions.erase import erase_cases
from moderation.actions.report import report_thing
from moderation.actions.undo import undo_decision
from moderation.figures import figures_of, periods_of
from moderation.models import Case, Decision
from moderation.templatetags.figures import school_hours, unless_few
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import TermFactory
from tests.factories.moderation import CaseFactory
from tests.factories.newsfeed import CommentFactory

ClientFor = Callable[[Membership], SchoolClient]
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _in_november() -> object:
    with travel(NOW, tick=False):
        yield


def counted(cast: Cast, days_ago: float = 1, **facts: object) -> Case:
    case: Case = CaseFactory(
        school=cast.school,
        opened_at=NOW - timedelta(days=days_ago),
        **{"reason": "unkind", "severity": 2, "state": "decided", "outcome": "warning", **facts},
    )
    return case


def test_they_are_counted_by_hand(cast: Cast) -> None:
    minutes = [7, 3, 60, 11, 1, 90, 8, 2, 30, 5]
    for each in minutes:
        counted(cast, answered_after=each, decided_after=10 * each)
    counted(cast, state="new", outcome="", due_at=NOW - timedelta(hours=1))
    counted(cast, reason="violent", severity=3, days_ago=40)
    [year] = periods_of(cast.school)
    found = figures_of(cast.school, year)
    assert (found.cases, found.still_open, found.waiting_too_long) == (12, 1, 1)
    assert [number for _reason, number in found.by_reason] == [11, 1]
    assert [number for _outcome, number in found.by_outcome] == [11]
    assert found.by_month == [(date(2026, 10, 1), 1), (date(2026, 11, 1), 11)]
    took = {each.cases: (each.answered, each.decided) for each in found.by_severity}
    assert took[11] == ((8, 60), (75, 600))  # between 7 and 8, rounded; the ninth of ten
    assert took[1] == (None, None)


def test_what_protects_a_child_and_what_nobody_reported_is_not_counted(cast: Cast) -> None:
    with wall.protection_open():
        counted(cast, track="protection", desk="safeguarding", reason="safety", severity=5)
        counted(cast, reason="")
        for part in ("lead", "administrator"):
            with wall.as_person(cast.people[part].user_id), wall.protection_open():
                assert figures_of(cast.school, periods_of(cast.school)[0]).cases == 0


def test_a_term_has_its_own_and_one_that_has_not_begun_is_not_offered(
    cast: Cast, client_for: ClientFor
) -> None:
    term = TermFactory(school=cast.school)
    TermFactory(school=cast.school, starts_on=date(2027, 1, 4), ends_on=date(2027, 4, 2))
    counted(cast)
    counted(cast, days_ago=100)
    client, page = client_for(cast.head), f"/schools/{cast.school.pk}/figures/"
    assert len(client.get(page).context["periods"]) == 2
    for asked, cases in ((str(term.pk), 1), ("", 1), ("nonsense", 1), ("999999", 1)):
        answer = client.get(page, {"term": asked})
        assert answer.context["figures"].cases == cases
    assert [each.first for each in periods_of(cast.school)] == [date(2026, 9, 1)] * 2


def test_an_erased_case_still_counts(cast: Cast, comment: Comment) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    find_nothing(cast.administrator, case=case, seen=case.version)
    [year] = periods_of(cast.school)
    before = figures_of(cast.school, year)
    with travel(NOW + timedelta(days=366), tick=False):
        erase_cases()
        case.refresh_from_db()
        assert case.erased_at
        after = figures_of(cast.school, year)
    assert (after.cases, after.by_reason, after.by_month) == (1, before.by_reason, before.by_month)
    assert after.by_severity == before.by_severity


def test_what_was_taken_back_is_told(cast: Cast, entry: Entry) -> None:
    for _ in range(2):
        said = CommentFactory(school=cast.school, entry=entry, author=cast.classmate)
        case = report_thing(cast.student, subject=said, reason="unkind").case
        remove_and_warn(cast.administrator, case=case, seen=case.version)
    decision = Decision.objects.latest("pk")
    undo_decision(cast.administrator, case=case, seen=case.version, decision=decision)
    found = figures_of(cast.school, periods_of(cast.school)[0])
    assert (found.decisions, found.taken_back) == (2, 1)


def test_the_council_reads_no_number_that_says_who(cast: Cast, client_for: ClientFor) -> None:
    cast.head.user.language = "en"
    cast.head.user.save()
    counted(cast)
    for _ in range(4):
        counted(cast, reason="violent", severity=3)
    client, page = client_for(cast.head), f"/schools/{cast.school.pk}/figures/"
    assert "fewer than 3" not in client.get(page).content.decode()
    told = client.get(page, {"council": ""}).content.decode()
    assert "fewer than 3" in told
    assert (unless_few(0, 3), unless_few(2, 3), unless_few(3, 3)) == ("0", "fewer than 3", "3")


def test_hours_are_said_as_hours() -> None:
    assert school_hours(None) == "–"
    assert school_hours((9, 605)) == "9\xa0min\xa0· 10\xa0h\xa005"


def test_the_page_costs_the_same_however_much_was_reported(
    cast: Cast, client_for: ClientFor
) -> None:
    client, page = client_for(cast.head), f"/schools/{cast.school.pk}/figures/"
    counted(cast)
    few = queries(client, page)
    for _ in range(20):
        counted(cast)
    assert queries(client, page) == few
