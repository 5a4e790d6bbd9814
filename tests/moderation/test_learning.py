"""What a school looks at once a year: the rules, what was reported, and what it did."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from accounts.deciding import NotAllowed
from accounts.models import Membership
from charters.models import CharterVersion
from charters.texts import shipped_text
from core import wall
from moderation.actions.decide import find_nothing, remove_and_warn
from moderation.actions.learn import WrittenMeanwhile, write_lesson
from moderation.actions.report import report_thing
from moderation.actions.undo import undo_decision
from moderation.figures import figures_of, this_year, years_of
from moderation.learning import incidents_of
from moderation.models import Case, Decision, Lesson
from moderation.reasons import Reason
from newsfeed.models import Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import CaseFactory
from tests.factories.newsfeed import CommentFactory

ClientFor = Callable[[Membership], SchoolClient]
NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def _in_november() -> object:
    with travel(NOW, tick=False):
        yield


def page_of(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/rules-of-the-year/"


def reported(cast: Cast, entry: Entry) -> Case:
    said = CommentFactory(school=cast.school, entry=entry, author=cast.classmate)
    case: Case = report_thing(cast.student, subject=said, reason="unkind").case
    return case


def test_each_reason_has_its_rule_and_what_was_reported_of_it(cast: Cast, entry: Entry) -> None:
    charter = CharterVersion.objects.in_force().filter(school=cast.school, profile="student")
    charter.update(**{f"text_{each}": shipped_text("student", each) for each in ("fr", "en")})
    case = reported(cast, entry)
    remove_and_warn(cast.administrator, case=case, seen=case.version)
    CaseFactory(school=cast.school, reason="chain", opened_at=NOW - timedelta(days=400))
    with wall.protection_open():
        CaseFactory(school=cast.school, reason="safety", track="protection", desk="safeguarding")
        rows = incidents_of(cast.school, this_year())
    assert rows[0].reason == Reason.UNKIND
    assert {row.reason for row in rows} == set(Reason)
    assert {row.reason: row.cases for row in rows if row.cases} == {Reason.UNKIND: 1}
    [(_what, number)] = rows[0].outcomes
    assert number == 1
    assert all(row.rule for row in rows if row.reason != Reason.OTHER)


def test_what_somebody_does_again_within_a_year_is_counted_as_such(
    cast: Cast, entry: Entry
) -> None:
    nothing, first, again, later = [reported(cast, entry) for _ in range(4)]
    find_nothing(cast.administrator, case=nothing, seen=nothing.version)
    for case in (first, again):
        remove_and_warn(cast.administrator, case=case, seen=case.version)
    with travel(NOW + timedelta(days=366), tick=False):
        remove_and_warn(cast.administrator, case=later, seen=later.version)
    assert [case.is_repeat for case in (nothing, first, again, later)] == [
        False,
        False,
        True,
        False,
    ]
    assert figures_of(cast.school, this_year()).repeated == 1


def test_what_was_taken_back_makes_nothing_a_repetition(cast: Cast, entry: Entry) -> None:
    first, again = reported(cast, entry), reported(cast, entry)
    remove_and_warn(cast.administrator, case=first, seen=first.version)
    decision = Decision.objects.get()
    undo_decision(cast.administrator, case=first, seen=first.version, decision=decision)
    remove_and_warn(cast.administrator, case=again, seen=again.version)
    assert not again.is_repeat


def test_the_school_writes_what_it_did_beside_the_rule(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    words = "Une heure sur les mots qui blessent."
    did = {"reason": "unkind", "words": words, "seen": 0}
    assert client.post(page_of(cast), did).status_code == 302
    assert words in client.get(page_of(cast)).content.decode()
    assert words in client.get(page_of(cast), {"council": ""}).content.decode()
    CaseFactory(school=cast.school, reason="chain", opened_at=NOW - timedelta(days=400))
    assert words not in client.get(page_of(cast), {"year": 2025}).content.decode()


def test_the_second_of_two_is_told_and_loses_nothing(cast: Cast, client_for: ClientFor) -> None:
    write_lesson(cast.head, year=2026, reason="unkind", words="Un atelier.", seen=0)
    with pytest.raises(WrittenMeanwhile):
        write_lesson(cast.administrator, year=2026, reason="unkind", words="Rien.", seen=0)
    typed = {"reason": "unkind", "words": "Une affiche.", "seen": 0}
    answer = client_for(cast.administrator).post(page_of(cast), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Un atelier." in page
    assert "Une affiche." in page
    again = client_for(cast.administrator).post(page_of(cast), typed | {"seen": 1})
    assert again.status_code == 302
    assert Lesson.objects.get().words == "Une affiche."


def test_the_years_begin_with_the_first_report(cast: Cast) -> None:
    assert years_of(cast.school) == [2026]
    CaseFactory(school=cast.school, reason="chain", opened_at=NOW - timedelta(days=2 * 365))
    assert years_of(cast.school) == [2026, 2025, 2024]


def test_a_year_far_away_or_a_reason_that_is_none_is_refused(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.head)
    for asked in (1999, 2027):
        assert client.get(page_of(cast), {"year": asked}).status_code == 404
    assert client.post(page_of(cast), {"reason": "rain", "words": "…"}).status_code == 422


def test_only_who_handles_reports_writes_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write_lesson(cast.teacher, year=2026, reason="unkind", words="…", seen=0)


def test_the_council_reads_no_number_that_says_who(cast: Cast, client_for: ClientFor) -> None:
    cast.head.user.language = "en"
    cast.head.user.save()
    CaseFactory(school=cast.school, reason="unkind", state="decided", outcome="warning")
    client = client_for(cast.head)
    assert "fewer than 3" not in client.get(page_of(cast)).content.decode()
    told = client.get(page_of(cast), {"council": ""}).content.decode()
    assert "fewer than 3" in told
    assert "warning" not in told


def test_the_page_costs_the_same_however_much_was_reported(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.head)
    few = queries(client, page_of(cast))
    for _ in range(20):
        CaseFactory(school=cast.school, reason="unkind")
    assert queries(client, page_of(cast)) == few
