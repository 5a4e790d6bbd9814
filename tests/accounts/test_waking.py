"""The hours in which people of a school may be disturbed, also where the clock changes."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from accounts.models import Membership, School
from accounts.waking import is_waking, last_round, next_waking_hour
from tests.cast import Cast
from tests.client import SchoolClient

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = 4


def at(text: str) -> datetime:
    """As the clock on the wall shows it: "2026-11-24 22:40"."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "wakes"),
    [
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-11-24 19:59", "2026-11-24 19:59"),
        ("2026-11-24 20:00", "2026-11-25 07:00"),
        ("2026-11-24 22:40", "2026-11-25 07:00"),
        ("2026-11-25 06:59", "2026-11-25 07:00"),
        # A Friday evening, and the Sunday after it.
        ("2026-11-27 20:00", "2026-11-30 07:00"),
        ("2026-11-29 12:00", "2026-11-30 07:00"),
        # The night when the clock goes back, and the one when it goes forward.
        ("2026-10-23 21:00", "2026-10-26 07:00"),
        ("2027-03-26 21:00", "2027-03-29 07:00"),
    ],
)
def test_when_people_may_be_disturbed_again(moment: str, wakes: str) -> None:
    school = School()
    assert next_waking_hour(school, at(moment)) == at(wakes)
    assert is_waking(school, at(moment)) == (moment == wakes)


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
def test_a_day_on_which_the_clock_changes_begins_when_the_clock_says_so(day: str) -> None:
    school = School(quiet_weekends=False)
    assert next_waking_hour(school, at(f"{day} 00:30")) == at(f"{day} 07:00")
    hours = at(f"{day} 07:00").timestamp() - at(f"{day} 00:30").timestamp()
    assert hours != 6.5 * 3600


def test_weekends_need_not_be_quiet() -> None:
    school = School(quiet_weekends=False)
    assert is_waking(school, at("2026-11-28 10:00"))
    assert next_waking_hour(school, at("2026-11-28 21:00")) == at("2026-11-29 07:00")


@pytest.mark.parametrize(
    ("moment", "daily", "weekly"),
    [
        ("2026-11-24 17:59", "2026-11-23 18:00", "2026-11-20 16:00"),
        ("2026-11-24 18:00", "2026-11-24 18:00", "2026-11-20 16:00"),
        ("2026-11-27 16:00", "2026-11-26 18:00", "2026-11-27 16:00"),
        ("2026-11-29 23:00", "2026-11-27 18:00", "2026-11-27 16:00"),
    ],
)
def test_the_latest_round(moment: str, daily: str, weekly: str) -> None:
    school = School()
    assert last_round(school, at(moment), 18) == at(daily)
    assert last_round(school, at(moment), 16, FRIDAY) == at(weekly)


def test_a_round_is_within_the_waking_hours() -> None:
    early, late = School(waking_from=6, waking_until=12), School(waking_from=19, waking_until=24)
    assert last_round(early, at("2026-11-24 12:00"), 18) == at("2026-11-24 11:00")
    assert last_round(late, at("2026-11-24 23:00"), 18) == at("2026-11-24 19:00")


def test_an_administrator_chooses_the_hours(
    cast: Cast, client_for: Callable[[Membership], SchoolClient]
) -> None:
    client, settings = client_for(cast.administrator), f"/schools/{cast.school.pk}/settings/"
    answer = client.post(settings, {"waking_from": "9", "waking_until": "9"})
    assert answer.status_code == 422
    assert 'value="9" selected' in answer.content.decode()
    client.post(settings, {"waking_from": "9", "waking_until": "24"})
    school = School.objects.get(pk=cast.school.pk)
    assert (school.waking_from, school.waking_until, school.quiet_weekends) == (9, 24, False)
    with pytest.raises(IntegrityError):
        School.objects.filter(pk=school.pk).update(waking_until=8)
