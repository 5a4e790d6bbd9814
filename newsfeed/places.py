import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WRITTEN = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """A place in the feed, at an entry; written into addresses as its moment and its key."""

    at: datetime
    entry_id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.entry_id}"

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """The place an address names; None if it names none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))


TOP = Place(datetime(9999, 1, 1, tzinfo=UTC), 0)
BOTTOM = Place(_EPOCH, 0)
