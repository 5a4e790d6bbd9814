"""The real thing for browser tests: what `bin/serve` starts, on a database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg

from tests.migrated import address_of, migrated

ROOT = Path(__file__).resolve().parent.parent.parent
# Of a Redis's sixteen databases the test processes have the first ones, the stacks the last.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = 2
FIRST_REDIS_NUMBER = 15 - WORKER


class Purpose(IntEnum):
    """Two of these may run at once."""

    ALL = 0
    STORY = 1


@dataclass(frozen=True)
class Stack:
    address: str
    environment: dict[str, str]
    commands: int = 0  # the port of `tests.browser.commands`

    def manage(self, *words: str, later: timedelta = timedelta()) -> str:
        """What a management command prints, run as if so much later."""
        done = self.try_to_manage(*words, later=later)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def try_to_manage(
        self, *words: str, later: timedelta = timedelta(), typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """The same for a command that may refuse, or that reads what is typed."""
        asked = {"words": words, "later": later.total_seconds(), "typed": typed}
        with (
            socket.create_connection(("127.0.0.1", self.commands)) as line,
            line.makefile("rw") as talk,
        ):
            talk.write(json.dumps(asked) + "\n")
            talk.flush()
            return subprocess.CompletedProcess(words, **json.loads(talk.read()))


@contextmanager
def running(folder: Path, purpose: Purpose) -> Iterator[Stack]:
    """Starts everything on an empty database and free ports, and stops it all."""
    database = f"preau_in_the_browser_{WORKER}_{purpose.name.lower()}"
    stack = _stack(folder, database, FIRST_REDIS_NUMBER - WORKERS * purpose)
    _empty(database)
    log = (folder / "serve.log").open("w+")
    server = _start(stack, log, "manage.py", "serve")
    commands = _start(stack, log, "-m", "tests.browser.commands")
    try:
        said = _first_line_of(server)
        assert "ready" in said, said + (folder / "serve.log").read_text()
        yield replace(stack, commands=int(_first_line_of(commands)))
    finally:
        commands.terminate()
        server.send_signal(signal.SIGINT)
        for program in (commands, server):
            program.wait(30)
        log.close()


def _start(stack: Stack, log: IO[str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=stack.environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )


def _first_line_of(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline()


def _stack(folder: Path, database: str, redis_number: int) -> Stack:
    port = _free_port_pair()
    broker = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{redis_number}")
    environment = {
        **os.environ,
        "DATABASE_URL": address_of(database),
        "REDIS_URL": broker.geturl(),
        "PREAU_DATA_DIR": str(folder),
        "PREAU_PORT": str(port),
        "PREAU_DEVELOPMENT": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    environment.pop("PREAU_EMBEDDED", None)
    return Stack(f"http://127.0.0.1:{port}", environment)


def _empty(database: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE {migrated()}")


def _free_port_pair() -> int:
    """A free port whose next one is free too: pages and sockets."""
    while True:
        with closing(socket.create_server(("127.0.0.1", 0))) as first:
            port: int = first.getsockname()[1]
            try:
                socket.create_server(("127.0.0.1", port + 1)).close()
            except OSError:
                continue
            return port
