"""The program's own PostgreSQL and Valkey, for whoever has set up none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from core.data_dir import data_dir
from core.embedded import postgres, servers, valkey
from core.embedded.errors import CannotStart
from core.embedded.lease import leased

__all__ = ["CannotStart", "running"]


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
        home = data_dir().resolve() / "services"
        home.mkdir(exist_ok=True)
        (home / "door.lock").touch()
    except OSError as error:
        raise CannotStart(f"No data can be kept in {error.filename}: {error.strerror}.") from error
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
