"""Who still uses the services, by the kernel's own book-keeping."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from typing import TextIO


@contextmanager
def leased(home: Path, start: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Starts for everyone who comes (`start` is repeatable), stops for the last to leave.

    A killed process loses its lock with its life: unlike a list of process numbers, this can
    neither keep the services up for nobody nor stop them under somebody.
    """
    with (home / "users.lock").open("w") as users:
        with alone_at_the_door(home):
            flock(users, LOCK_SH)
        try:
            with alone_at_the_door(home):
                start()
            yield
        finally:
            with alone_at_the_door(home):
                if _alone(users):
                    stop()


@contextmanager
def alone_at_the_door(home: Path) -> Iterator[None]:
    """While this lasts, nobody else starts or stops them."""
    with (home / "door.lock").open("w") as door:
        flock(door, LOCK_EX)
        yield


def _alone(users: TextIO) -> bool:
    try:
        flock(users, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        flock(users, LOCK_UN)
        return False
    return True
