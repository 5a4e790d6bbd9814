"""Proves an erasure: looks for words in every table and every stored file."""

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from psycopg.sql import SQL, Identifier

from accounts.logins import fold
from accounts.models import School
from core import wall

_COLUMNS = """
SELECT table_name, column_name
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
ORDER BY table_name, ordinal_position
"""


def traces_of(words: Iterable[str]) -> list[str]:
    """Where one of these words still stands: "table.column", or a file's name in the storage.

    Every school is opened, every column read as text, case is ignored. The records of pages seen
    by nobody known belong to no school and stay unread; they hold no words.
    """
    needles = sorted({form for word in words for form in (word.lower(), fold(word)) if form})
    if not needles:
        return []
    schools = School.objects.values_list("pk", flat=True)
    with wall.within(*schools), wall.directory_open(), wall.protection_open():
        return [*_in_tables(needles), *_in_what_is_packed(needles), *_in_files(needles)]


def _in_tables(needles: list[str]) -> Iterator[str]:
    patterns = ["%" + needle.translate(_LITERAL) + "%" for needle in needles]
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, columns in groupby(cursor.fetchall(), key=lambda column: column[0]):
            names = [name for _, name in columns]
            found = SQL(", ").join(
                SQL("bool_or(lower({}::text) LIKE ANY (%(patterns)s))").format(Identifier(name))
                for name in names
            )
            cursor.execute(
                SQL("SELECT {} FROM {}").format(found, Identifier(table)), {"patterns": patterns}
            )
            hits = zip(names, cursor.fetchone() or (), strict=True)
            yield from (f"{table}.{name}" for name, hit in hits if hit)


_LITERAL = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def _in_what_is_packed(needles: list[str]) -> Iterator[str]:
    """The cache and the sessions keep their values encoded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_cache")
        if any(_holds(b64decode(value), needles) for (value,) in cursor.fetchall()):
            yield "core_cache.value"
    sessions = (
        json.dumps(each.get_decoded(), ensure_ascii=False) for each in Session.objects.all()
    )
    if any(_holds(session.encode(), needles) for session in sessions):
        yield "django_session.session_data"


def _in_files(needles: list[str], folder: str = "") -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in (f"{folder}{file}" for file in files):
        with default_storage.open(name) as content:
            if _holds(name.encode() + content.read(), needles):
                yield name
    for each in folders:
        yield from _in_files(needles, f"{folder}{each}/")


def _holds(content: bytes, needles: list[str]) -> bool:
    text = content.decode(errors="ignore").lower()
    return any(needle in text for needle in needles)
