from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.actions.opening import TermsOverlap, add_term
from accounts.deciding import NotAllowed
from accounts.models import Membership, School, Term
from accounts.school_hours import Timetable, after, minutes_between, timetable_of
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import TermFactory

PARIS = ZoneInfo("Europe/Paris")
TERMS = ((date(2026, 9, 1), date(2026, 10, 16)), (date(2026, 11, 2), date(2026, 12, 18)))
WEEK = Timetable(8, 17, frozenset(range(5)), TERMS)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 09:00", "2026-11-23 11:00", 2),
        ("2026-11-23 03:00", "2026-11-23 23:00", 9),
        ("2026-11-23 16:00", "2026-11-24 09:00", 2),
        ("2026-11-20 16:00", "2026-11-23 09:00", 2),  # over a weekend
        ("2026-10-16 16:00", "2026-11-02 09:00", 2),  # over the holidays
        ("2026-12-18 16:00", "2026-12-21 09:00", 2),  # after the last term that is named
        ("2026-11-21 09:00", "2026-11-22 20:00", 0),
        ("2026-11-23 11:00", "2026-11-23 11:00", 0),
    ],
)
def test_hours_of_the_school_count_alone(start: str, end: str, hours: int) -> None:
    assert minutes_between(WEEK, at(start), at(end)) == hours * 60


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-20 16:00", 2, "2026-11-23 09:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 09:00"),
        ("2026-10-16 16:30", 9, "2026-11-02 16:30"),
        ("2026-11-23 08:00", 9, "2026-11-23 17:00"),
    ],
)
def test_what_is_due_is_due_when_the_school_is_open(moment: str, hours: int, expected: str) -> None:
    assert after(WEEK, at(moment), hours * 60) == at(expected)


MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2027, 3, 1)).map(  # noqa: DTZ001  (made aware here)
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
TIMETABLES = st.builds(
    lambda hours, days: Timetable(min(hours), max(hours), days, TERMS),
    st.sets(st.integers(0, 24), min_size=2, max_size=2),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@given(TIMETABLES, st.lists(MOMENTS, min_size=3, max_size=3))
def test_what_passes_in_two_parts_passes_in_all(
    timetable: Timetable, moments: list[datetime]
) -> None:
    first, then, last = sorted(moments)
    parts = minutes_between(timetable, first, then) + minutes_between(timetable, then, last)
    assert parts == minutes_between(timetable, first, last)


@given(TIMETABLES, MOMENTS, st.integers(1, 5000))
def test_so_many_minutes_later_so_many_minutes_have_passed(
    timetable: Timetable, moment: datetime, minutes: int
) -> None:
    due = after(timetable, moment, minutes)
    assert minutes_between(timetable, moment, due) == minutes
    assert minutes_between(timetable, moment, due - timedelta(minutes=1)) == minutes - 1


@given(TIMETABLES, MOMENTS)
def test_outside_its_days_no_time_passes(timetable: Timetable, moment: datetime) -> None:
    day = moment.astimezone(PARIS).date()
    assume(not timetable.is_school_day(day))
    start = datetime(day.year, day.month, day.day, tzinfo=PARIS)
    assert minutes_between(timetable, start, start + timedelta(hours=23, minutes=59)) == 0


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_day_on_which_the_clocks_change_has_its_own_length(day: str) -> None:
    always = Timetable(0, 24, frozenset(range(7)))
    begins = datetime.fromisoformat(day).replace(tzinfo=PARIS)
    ends = (begins + timedelta(days=1)).astimezone(UTC)
    assert minutes_between(always, begins, ends) == (ends - begins.astimezone(UTC)) // timedelta(
        minutes=1
    )
    assert after(always, begins, minutes_between(always, begins, ends)) == ends


def test_a_school_says_when_it_is_open(
    cast: Cast, client_for: Callable[[Membership], SchoolClient]
) -> None:
    client, page = client_for(cast.administrator), f"/schools/{cast.school.pk}/opening/"
    given = {"opens_at": "9", "closes_at": "9", "school_days": ["0", "3"]}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert 'value="9" selected' in refused.content.decode()
    assert client.post(page, given | {"school_days": []}).status_code == 422
    assert client.post(page, given | {"closes_at": "16"}).status_code == 302
    TermFactory(school=cast.school, starts_on=TERMS[0][0], ends_on=TERMS[0][1])
    school = School.objects.get(pk=cast.school.pk)
    assert timetable_of(school) == Timetable(9, 16, frozenset({0, 3}), [TERMS[0]])


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2027-01-04", "2027-01-03", "ends_on"),
        ("2026-12-01", "2027-01-30", "starts_on"),
        ("2026-11-02", "2026-12-18", "starts_on"),
        ("", "2027-01-30", "starts_on"),
    ],
)
def test_a_term_that_cannot_be_loses_nothing_that_was_typed(
    cast: Cast,
    client_for: Callable[[Membership], SchoolClient],
    first: str,
    last: str,
    wrong: str,
) -> None:
    TermFactory(school=cast.school, starts_on=TERMS[1][0], ends_on=TERMS[1][1])
    client, page = client_for(cast.administrator), f"/schools/{cast.school.pk}/opening/"
    answer = client.post(f"{page}terms/", {"name": "Hiver", "starts_on": first, "ends_on": last})
    assert answer.status_code == 422
    assert set(answer.context["term_form"].errors) == {wrong}
    assert 'value="Hiver"' in answer.content.decode()
    assert Term.objects.filter(school=cast.school).count() == 1


def test_only_an_administrator_names_terms(cast: Cast) -> None:
    days = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 4, 2)}
    term = add_term(cast.administrator, name="Printemps", **days)
    with pytest.raises(TermsOverlap):
        add_term(cast.administrator, name="Encore", **days)
    with pytest.raises(NotAllowed):
        add_term(cast.teacher, name="Été", **days)
    assert Term.objects.get() == term
