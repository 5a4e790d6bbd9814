"""Whatever is wrong with a server that somebody else set up is said in one sentence."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from core.embedded import CannotStart, is_embedded, servers

NOBODY_LISTENS = "postgresql://preau@127.0.0.1:1/preau"


def as_role(role: str) -> str:
    return make_conninfo("", **{**conninfo_to_dict(os.environ["DATABASE_URL"]), "user": role})


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def empty_database() -> Iterator[str]:
    name = f"preau_empty_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield make_conninfo("", **{**conninfo_to_dict(os.environ["DATABASE_URL"]), "dbname": name})
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    ("database", "broker", "said"),
    [
        ("postgresql://here/preau", "", "both"),
        ("", "redis://here", "both"),
        ("mysql://here/preau", "redis://here", "DATABASE_URL"),
        ("postgresql://here/preau", "http://here", "REDIS_URL"),
        ("postgresql://here/preau", "redis://here:port/0", "REDIS_URL"),
    ],
)
def test_an_address_must_look_like_one(
    database: str, broker: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("REDIS_URL", broker)
    with pytest.raises(CannotStart, match=said):
        servers.given()


@pytest.mark.external
def test_the_servers_of_this_run_are_such_as_it_needs() -> None:
    servers.check()


@pytest.mark.external
@pytest.mark.parametrize(
    ("oldest", "what"), [("OLDEST_POSTGRES", "PostgreSQL"), ("OLDEST_REDIS", "Redis")]
)
def test_too_old_a_server_is_refused(
    oldest: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, oldest, 99)
    with pytest.raises(CannotStart, match=rf"is {what} \d+\. Préau needs {what} 99"):
        servers.check()


@pytest.mark.parametrize(
    ("name", "scheme"), [("DATABASE_URL", "postgresql"), ("REDIS_URL", "redis")]
)
def test_a_silent_server_is_not_waited_for(
    name: str, scheme: str, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "PATIENCE", 1)
    monkeypatch.setenv(name, f"{scheme}://{silent}/0")
    with pytest.raises(CannotStart, match=f"{name} cannot be reached"):
        servers.check()


def test_a_page_does_not_wait_for_a_silent_database_either() -> None:
    assert connection.settings_dict["OPTIONS"]["connect_timeout"]


def manage(*words: str, database: str) -> str:
    environment = {**os.environ, "DATABASE_URL": database}
    environment.pop("PREAU_EMBEDDED", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.fullmatch(r"Préau: [^\n]*\n", done.stderr), done.stderr
    return done.stderr


def test_a_command_says_that_the_database_is_down() -> None:
    assert "cannot be reached" in manage("sweep", database=NOBODY_LISTENS)


def test_a_command_says_that_the_database_is_empty(empty_database: str) -> None:
    assert "bin/manage migrate" in manage("list_people", "--school", "x", database=empty_database)


@pytest.mark.skipif(not is_embedded(), reason="knows no superuser of somebody else's server")
def test_no_process_works_with_a_role_that_passes_the_wall() -> None:
    assert "ALTER ROLE postgres" in manage("sweep", database=as_role("postgres"))
