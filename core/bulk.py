"""Many rows at once: one statement a few thousand, without an object for each row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

BATCH = 10_000


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys for rows to come, in order and nobody else's."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Rows of these fields; the others have their defaults.

    A bulk_create of tens of thousands spends its time on objects and on placeholders. COPY would
    be quicker still, but PostgreSQL refuses it where row-level security stands.
    """
    all_fields = {f.name: f for f in model._meta.concrete_fields if not f.generated}
    given = [all_fields.pop(name) for name in names]
    fields = [*given, *(field for field in all_fields.values() if not field.primary_key)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    typed = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) '  # noqa: S608  names of our own models
        f"SELECT {columns} FROM json_to_recordset(%s::json) AS given ({typed})"
    )
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            defaults = [field.get_default() for field in fields[len(given) :]]
            told = [
                dict(zip((f.column for f in fields), (*row, *defaults), strict=True))
                for row in batch
            ]
            cursor.execute(statement, [json.dumps(told, cls=DjangoJSONEncoder)])


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
