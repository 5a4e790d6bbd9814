"""Statements that every page runs: written once a process, and planned once a connection.

Building a query, and planning it, otherwise take longer than running it.
"""

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import RawSQL
from psycopg.rows import dict_row
from psycopg.sql import Literal

Row = dict[str, Any]
_NAMED = re.compile(r"%\((\w+)\)s")
Built = TypeVar("Built", bound=models.Model)


class _Given(str):
    """The name of a value that is told with each run."""

    __slots__ = ()


def each_of(name: str) -> RawSQL:
    """Stands in a queryset of `statement_of` for the ids that each run gives by this name."""
    return RawSQL("SELECT unnest(%s::bigint[])", [_Given(name)])


def statement_of(queryset: "models.QuerySet[Any, Any]") -> str:
    """The statement of a queryset of `values`, for `run_prepared`."""
    sql, parameters = queryset.query.sql_with_params()
    return sql % tuple(
        f"%({each})s" if isinstance(each, _Given) else Literal(each).as_string().replace("%", "%%")
        for each in parameters
    )


def columns_of(model: type[models.Model], alias: str) -> str:
    """Every column of a model in a statement that knows its table by this alias."""
    columns = ((field.column, field.attname) for field in model._meta.concrete_fields)
    return ", ".join(f'{alias}."{column}" AS "{alias}.{name}"' for column, name in columns)


def built(model: type[Built], alias: str, row: Row) -> Built:
    """The object whose `columns_of` are in this row."""
    fields = model._meta.concrete_fields
    values = [_read(field, row[f"{alias}.{field.attname}"]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _read(field: Any, value: Any) -> Any:
    """JSON comes as it is written: a queryset would read it."""
    converted = getattr(field, "from_db_value", None)
    return converted(value, None, connections[DEFAULT_DB_ALIAS]) if converted else value


class _Prepared(psycopg.RawCursor[Row]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Prepared":
        numbered, names = _numbered(query)
        values = [params[name] for name in names]
        return super().execute(numbered, values, **{**options, "prepare": True})


@lru_cache(maxsize=256)
def _numbered(statement: str) -> tuple[bytes, list[str]]:
    """With places that PostgreSQL knows: psycopg does not remember those of long statements."""
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    places = {name: f"${number}" for number, name in enumerate(names, start=1)}
    numbered = _NAMED.sub(lambda found: places[found[1]], statement)
    return numbered.replace("%%", "%").encode(), names


def run_prepared(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """The rows of a statement whose plan each connection makes once and keeps; none if it has none.

    The statement must be constant: every other wording of it is planned and kept too.
    """
    # Each look through the proxy `connection` asks anew which thread this is.
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    _allow_preparing(database.connection)
    cursor = _Prepared(database.connection, row_factory=dict_row)
    # Django's own cursors merge the values into the statement, and so never send it twice.
    with database._prepare_cursor(cursor) as prepared:  # type: ignore[attr-defined]  # noqa: SLF001  (no public way past that)
        prepared.execute(statement, values)
        return prepared.fetchall() if cursor.rownumber is not None else []


def _allow_preparing(driver: "psycopg.Connection[Any]") -> None:
    """Django switches preparing off. It is on again for what asks for it, and for nothing else."""
    if driver.prepare_threshold is None:
        driver.prepare_threshold = sys.maxsize
        # Left to choose, PostgreSQL plans anew for the values of each call.
        driver.execute("SET plan_cache_mode = force_generic_plan")
