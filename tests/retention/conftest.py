from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Membership
from core import clock
from retention.actions.close import close_accounts
from retention.actions.erase import erase_due
from tests.cast import Cast

Snapshot = dict[str, Counter[str]]


@contextmanager
def days_later(days: int, seconds: int = 0) -> Iterator[None]:
    with clock.at(clock.now() + timedelta(days=days, seconds=seconds)):
        yield


@pytest.fixture
def erase(cast: Cast) -> Callable[[Membership], None]:
    """Closes an account and lets ninety days and a sweep pass."""

    def close_and_wait(person: Membership) -> None:
        close_accounts(cast.administrator, memberships=[person], reason="A quitté l’école.")
        with days_later(90):
            erase_due()
        # What the database puts off to the commit is asked now.
        connection.check_constraints()

    return close_and_wait


def snapshot() -> Snapshot:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
            "WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows: Snapshot = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows[table] = Counter(text for (text,) in cursor.fetchall())
        return rows


def changes(before: Snapshot, after: Snapshot) -> dict[str, tuple[int, int]]:
    """Of each table that is not the same: how many rows are gone, and how many have come.

    A changed row is one of each.
    """
    return {
        table: ((before[table] - after[table]).total(), (after[table] - before[table]).total())
        for table in before
        if before[table] != after[table]
    }
