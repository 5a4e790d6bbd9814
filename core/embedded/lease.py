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
    with (home / "door.lock").open("w") as door, (home / "users.lock").open("w") as users:
        with _held(door):
            flock(users, LOCK_SH)
        try:
            with _held(door):
                start()
            yield
        finally:
            with _held(door):
                if _alone(users):
                    stop()


@contextmanager
def _held(door: TextIO) -> Iterator[None]:
    flock(door, LOCK_EX)
    try:
        yield
    finally:
        flock(door, LOCK_UN)


def _alone(users: TextIO) -> bool:
    try:
        flock(users, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        flock(users, LOCK_UN)
        return False
    return True
