"""The program's own PostgreSQL and Valkey, for whoever has set up none."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.data_dir import data_dir
from core.embedded import postgres, servers, valkey
from core.embedded.errors import DISK_FULL, CannotStart
from core.embedded.lease import alone_at_the_door, leased

__all__ = ["CannotStart", "check", "explained", "is_embedded", "restarted", "running"]


@contextmanager
def running() -> Iterator[None]:
    """Within the block DATABASE_URL and REDIS_URL name servers, given or embedded ones.

    Embedded ones live under `data_dir()`, are shared by all who enter, and stop when the last
    leaves. Child processes find them in their environment, next to PREAU_EMBEDDED=1.

    Raises CannotStart, whose text tells a person what to do.
    """
    if servers.given():
        yield
        return
    try:
        home = _home()
        home.mkdir(exist_ok=True)
        (home / "door.lock").touch()
    except OSError as error:
        raise explained(error) from error
    database, broker = postgres.Postgres(home / "postgres"), valkey.Valkey(home / "valkey")

    def start() -> None:
        os.environ["DATABASE_URL"] = database.start()
        os.environ["REDIS_URL"] = broker.start()
        os.environ["PREAU_EMBEDDED"] = "1"

    def stop() -> None:
        broker.stop()
        database.stop()

    with leased(home, start, stop):
        try:
            yield
        finally:
            for name in ("DATABASE_URL", "REDIS_URL", "PREAU_EMBEDDED"):
                del os.environ[name]


def is_embedded() -> bool:
    return "PREAU_EMBEDDED" in os.environ


def check() -> None:
    """Raises CannotStart if it is known what keeps the servers from answering."""
    if is_embedded():
        postgres.Postgres(_home() / "postgres").check()
    else:
        servers.check()


def restarted() -> list[str]:
    """Starts the embedded services that have ended again, where they were. Gives their names."""
    home = _home()
    services: dict[str, postgres.Postgres | valkey.Valkey] = {
        "PostgreSQL": postgres.Postgres(home / "postgres"),
        "Valkey": valkey.Valkey(home / "valkey"),
    }
    with alone_at_the_door(home):
        return [name for name, service in services.items() if service.restart()]


def explained(error: OSError) -> CannotStart:
    """What to say of a file that could not be used."""
    if error.errno == errno.ENOSPC:
        return CannotStart(DISK_FULL)
    return CannotStart(f"{error.filename} cannot be used: {error.strerror}.")


def _home() -> Path:
    return data_dir().resolve() / "services"
