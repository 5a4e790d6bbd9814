"""The one clock of every business moment, so that a month of school life can be replayed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_shifted: ContextVar[datetime | None] = ContextVar("shifted_clock", default=None)


def now() -> datetime:
    """The present moment, aware, or the one set by `at`."""
    return _shifted.get() or timezone.now()


def today() -> date:
    """The day it is in the school."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block every action happens at `moment` (aware)."""
    token = _shifted.set(moment)
    try:
        yield
    finally:
        _shifted.reset(token)
