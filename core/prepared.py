"""Statements so large that PostgreSQL takes longer to plan than to run them."""

import sys
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Prepared":
        return super().execute(query, params, **{**options, "prepare": True})


def run_prepared(statement: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement whose plan each connection makes once and keeps.

    The statement must be constant: every other wording of it is planned and kept too.
    """
    connection.ensure_connection()
    _allow_preparing(connection.connection)
    # Django's own cursors merge the values into the statement, and so never send it twice.
    with connection._prepare_cursor(_Prepared(connection.connection)) as cursor:  # type: ignore[attr-defined]  # noqa: SLF001  (no public way past that)
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _allow_preparing(driver: "psycopg.Connection[Any]") -> None:
    """Django switches preparing off. It is on again for what asks for it, and for nothing else."""
    if driver.prepare_threshold is None:
        driver.prepare_threshold = sys.maxsize
        # Left to choose, PostgreSQL plans anew for the values of each call.
        driver.execute("SET plan_cache_mode = force_generic_plan")
