from datetime import UTC, datetime

import pytest

from core import clock

FIRST_DAY = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
LAST_DAY = datetime(2026, 7, 3, 16, 30, tzinfo=UTC)


def test_the_clock_tells_the_time_and_its_zone() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


def test_a_block_happens_at_its_moment() -> None:
    with clock.at(FIRST_DAY):
        assert clock.now() == FIRST_DAY
        with clock.at(LAST_DAY):
            assert clock.now() == LAST_DAY
        assert clock.now() == FIRST_DAY
    assert clock.now() != FIRST_DAY


def test_the_present_returns_after_an_exception() -> None:
    with pytest.raises(LookupError), clock.at(FIRST_DAY):
        raise LookupError
    assert clock.now() != FIRST_DAY
