import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WRITTEN = re.compile(r"(\d{1,16})-(\d{1,18})(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Place:
    """A place in the feed: at an entry, or at the notice of a source that has this key.

    It is written into addresses as its moment, its key and its source.
    """

    at: datetime
    key: int
    source: int = 0

    def __str__(self) -> str:
        written = f"{(self.at - _EPOCH) // _MICROSECOND}-{self.key}"
        return f"{written}-{self.source}" if self.source else written

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """The place an address names; None if it names none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]), int(found[3] or 0))


TOP = Place(datetime(9999, 1, 1, tzinfo=UTC), 0)
BOTTOM = Place(_EPOCH, 0)
