"""A database with every table and no row, of which others are copies: migrating takes long."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

NAME = "preau_migrated"
_UNFINISHED = f"{NAME}_unfinished"


def forget() -> None:
    """At the beginning of a run: migrations may have changed since the last one."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def migrated() -> str:
    """Its name. The first process of a run to ask makes it, and others wait for that."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [NAME])
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            server.execute(f"DROP DATABASE IF EXISTS {_UNFINISHED} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {_UNFINISHED} TEMPLATE template0")
            _migrate(_UNFINISHED)
            server.execute(f"ALTER DATABASE {_UNFINISHED} RENAME TO {NAME}")
    return NAME


def address_of(database: str) -> str:
    """The DATABASE_URL of another database on the server of this run."""
    return make_conninfo("", **{**conninfo_to_dict(os.environ["DATABASE_URL"]), "dbname": database})


def _migrate(database: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, "DATABASE_URL": address_of(database)},
        check=True,
    )
