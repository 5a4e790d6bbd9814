"""Databases to measure in: one a size, loaded once and kept, beside the program's own."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent


def environment(people: int, *, in_one_school: bool = False) -> dict[str, str]:
    """The environment of a process that works on the platform of this size; loads it if need be.

    A platform in one school is one of people: nobody wrote anything there.
    """
    known = database(f"preau_bench_{people}" + ("_in_one_school" if in_one_school else ""))
    _manage(known, "createcachetable")
    _manage(known, "compile_translations", "--verbosity", "0")
    _manage(known, "collectstatic", "--noinput", "--verbosity", "0")
    if not _has_schools(known["DATABASE_URL"]):
        print(f"Loading {people} people, once…", file=sys.stderr)
        alone = ("--school-size", str(people), "--entries-per-person", "0")
        _manage(known, "load_platform", "--people", str(people), *(alone if in_one_school else ()))
    return known


def database(name: str, *, anew: bool = False) -> dict[str, str]:
    """The environment of a process that works on this database, with its tables in place."""
    given = conninfo_to_dict(os.environ["DATABASE_URL"])
    known = {**os.environ, "PREAU_DEVELOPMENT": "1"}
    known["DATABASE_URL"] = make_conninfo("", **{**given, "dbname": name})
    with psycopg.connect(make_conninfo("", **given), autocommit=True) as connection:
        if anew:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount
        if not found:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    _manage(known, "migrate", "--verbosity", "0")
    return known


def _has_schools(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as connection:
        return connection.execute("SELECT FROM accounts_school LIMIT 1").rowcount > 0


def _manage(known: dict[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, ROOT / "manage.py", *words], env=known, check=True, stdout=sys.stderr
    )
