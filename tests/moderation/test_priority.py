"""Which case first, without a database."""

from datetime import date
from itertools import pairwise, product

import pytest

from moderation.priority import AGE_UNKNOWN, FLOORS, MOST_REPORTERS, age_of, priority_of
from moderation.reasons import SEVERITY, Reason

REASONS = list(Reason)
AGES: list[list[int]] = [[], [18], [15], [12], [9], [8], [6]]
COUNTS = range(1, MOST_REPORTERS + 2)


def test_every_reason_has_its_severity() -> None:
    assert SEVERITY.keys() == set(REASONS)


@pytest.mark.parametrize(("reason", "count"), [*product(REASONS, COUNTS)])
def test_the_younger_the_sooner(reason: str, count: int) -> None:
    found = [priority_of([reason], ages, count) for ages in AGES]
    assert found == sorted(found)
    assert priority_of([reason], [15, 6], count) == priority_of([reason], [6], count)


@pytest.mark.parametrize("ages", AGES)
@pytest.mark.parametrize("reason", REASONS)
def test_the_more_the_sooner_up_to_a_handful(reason: str, ages: list[int]) -> None:
    found = [priority_of([reason], ages, count) for count in COUNTS]
    assert found == sorted(found)
    assert found[-1] == found[-2]


@pytest.mark.parametrize(("ages", "count"), [*product(AGES, COUNTS)])
def test_the_graver_the_sooner_and_never_below_its_floor(ages: list[int], count: int) -> None:
    graver = sorted(REASONS, key=lambda reason: SEVERITY[reason])
    found = [priority_of([reason], ages, count) for reason in graver]
    assert found == sorted(found)
    assert all(
        weight >= FLOORS[SEVERITY[reason]] for weight, reason in zip(found, graver, strict=True)
    )


@pytest.mark.parametrize("ages", AGES)
def test_the_severest_reason_counts(ages: list[int]) -> None:
    for milder, graver in pairwise(sorted(REASONS, key=lambda reason: SEVERITY[reason])):
        both = priority_of([milder, graver], ages, 2)
        assert both == priority_of([graver, graver], ages, 2)


def test_danger_comes_before_whatever_else_there_is() -> None:
    most = max(priority_of([reason], [6], MOST_REPORTERS) for reason in REASONS[1:])
    assert priority_of([Reason.OTHER, Reason.SAFETY], [], 1) > most


@pytest.mark.parametrize(
    ("born", "level", "age"),
    [
        (date(2019, 9, 1), "CM2", 7),
        (date(2019, 9, 2), "CM2", 6),
        (None, "CP", 6),
        (None, "CE1/CE2", 7),
        (None, "Papillons", AGE_UNKNOWN),
        (None, None, AGE_UNKNOWN),
    ],
)
def test_the_age_is_told_by_the_date_of_birth_or_the_level(
    born: date | None, level: str | None, age: int
) -> None:
    assert age_of(born, level, date(2026, 9, 1)) == age
