"""The services of a data folder live as long as somebody is using them, and no longer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from django.conf import settings

USER = """
import os, sys
from core.embedded import restarted, running
with running():
    print(os.environ["DATABASE_URL"], flush=True)
    for _ in sys.stdin:
        print(*restarted(), os.environ["DATABASE_URL"], flush=True)
"""

Use = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def use(tmp_path: Path) -> Iterator[Use]:
    """Another program that uses the services of a folder of this test's own, until it is told."""
    ours = {"DATABASE_URL", "REDIS_URL", "PREAU_EMBEDDED"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    users = []

    def start() -> "subprocess.Popen[str]":
        user = subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=settings.BASE_DIR,
            env=environment | {"PREAU_DATA_DIR": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        users.append(user)
        assert user.stdout
        assert user.stdout.readline().startswith("postgresql://preau@")
        return user

    yield start
    for user in users:
        user.communicate()


def processes(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_service_of(folder, process)]


def is_service_of(folder: Path, process: psutil.Process) -> bool:
    try:
        return (
            process.name() in {"postgres", "valkey-server"}
            and process.status() != psutil.STATUS_ZOMBIE
            and Path(process.cwd()).is_relative_to(folder)
        )
    except psutil.NoSuchProcess:  # any program of the machine may end while it is looked at
        return False


def services(folder: Path) -> set[str]:
    return {process.name() for process in processes(folder)}


def test_the_last_to_leave_stops_them(use: Use, tmp_path: Path) -> None:
    first, second = use(), use()
    first.communicate()
    assert services(tmp_path) == {"postgres", "valkey-server"}
    second.communicate()
    assert services(tmp_path) == set()


def test_a_killed_program_neither_keeps_nor_breaks_them(use: Use, tmp_path: Path) -> None:
    killed, other = use(), use()
    killed.kill()
    killed.wait()
    assert services(tmp_path) == {"postgres", "valkey-server"}
    other.communicate()
    assert services(tmp_path) == set()


def test_what_has_ended_is_started_again_where_it_was(use: Use, tmp_path: Path) -> None:
    user = use()
    broker = (tmp_path / "services" / "valkey" / "url").read_text()
    database = (tmp_path / "services" / "postgres" / "data" / "postmaster.pid").read_text()
    for process in processes(tmp_path):
        if process.name() == "valkey-server" or process.pid == int(database.split()[0]):
            process.kill()
    started: list[str] = []
    # What is killed goes on for a moment: it is asked again until both were found dead.
    for _ in range(10_000):
        *names, address = _asked(user)
        started += names
        if len(started) == 2:
            break
    assert sorted(started) == ["PostgreSQL", "Valkey"]
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with redis.Redis.from_url(broker) as client:
        assert client.ping()
    assert _asked(user) == [address]


def _asked(user: "subprocess.Popen[str]") -> list[str]:
    """The names of the services that a user of them had to start again, and the database's URL."""
    assert user.stdin and user.stdout
    user.stdin.write("\n")
    user.stdin.flush()
    return user.stdout.readline().split()
