"""What a page shows of the parts of an entry: to everybody, and to one reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core import clock
from newsfeed.models import Task

# An entry with none of these asks nothing of its readers, and nobody reacted to it.
ASKING = ("wants_confirmation", "event", "task", "poll", "reactions")
NOTHING_ASKED: dict[str, Any] = {
    "asked": None,
    "learners": None,
    "tally": None,
    "may_follow": False,
    "names": None,
    "feeling": None,
}


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """Its moments as the database wrote them."""

    starts_at: str
    ends_at: str
    all_day: bool
    place: str
    moved_from: str | None

    @property
    def start(self) -> date:
        return self._moment(self.starts_at)

    @property
    def end(self) -> date:
        return self._moment(self.ends_at)

    @property
    def before(self) -> date | None:
        """When it was to be before it was moved."""
        return self._moment(self.moved_from) if self.moved_from else None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last."""
        first, last = (timezone.localdate(datetime.fromisoformat(each)) for each in self._both)
        return first, last

    @property
    def is_of_one_day(self) -> bool:
        first, last = self.days
        return first == last

    @property
    def has_end(self) -> bool:
        return self.ends_at != self.starts_at

    @property
    def is_over(self) -> bool:
        return self.days[1] < clock.today()

    @property
    def _both(self) -> tuple[str, str]:
        return self.starts_at, self.ends_at

    def _moment(self, written: str) -> date:
        """A day alone where it is of whole days."""
        moment = datetime.fromisoformat(written)
        return timezone.localdate(moment) if self.all_day else moment


@dataclass(frozen=True, slots=True)
class ShownTask:
    kind: str
    due_on: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.due_on)

    @property
    def is_to_bring(self) -> bool:
        return self.kind == Task.Kind.BRING

    @property
    def is_over(self) -> bool:
        return self.day < clock.today()


@dataclass(frozen=True, slots=True)
class ShownPoll:
    question: str
    options: tuple[str, ...]
    takes_several: bool
    closes_on: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.closes_on)

    @property
    def is_closed(self) -> bool:
        return self.day < clock.today()


@dataclass(frozen=True, slots=True)
class Asked:
    """That this reader is asked to confirm, and when they did."""

    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Learner:
    """The reader as a student, or a child of theirs, whom an entry concerns."""

    id: int
    first_name: str
    is_me: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How a poll stands: what this reader chose, and how often each option was."""

    mine: tuple[int, ...] | None
    voters: int
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """An option of a poll as one reader sees it; without `votes` as long as they see none."""

    place: int
    option: str
    is_mine: bool
    votes: int | None


def read_parts(row: dict[str, Any]) -> None:
    """Makes the objects of a row's parts, in the row."""
    poll, asked, tally = row["poll"], row["asked"], row["tally"]
    row["event"] = ShownEvent(**row["event"]) if row["event"] else None
    row["task"] = ShownTask(**row["task"]) if row["task"] else None
    row["poll"] = ShownPoll(**{**poll, "options": tuple(poll["options"])}) if poll else None
    row["asked"] = Asked(_moment(asked["confirmed_at"])) if asked else None
    row["learners"] = tuple(Learner(**each) for each in row["learners"] or ())
    row["tally"] = _tally(**tally) if tally else None


def _tally(mine: list[int] | None, voters: int, counts: dict[str, int] | None) -> Tally:
    chosen = None if mine is None else tuple(mine)
    return Tally(chosen, voters, {int(place): votes for place, votes in (counts or {}).items()})


def results(poll: ShownPoll, tally: Tally, *, seen: bool) -> Iterator[Result]:
    """Option by option; with the votes only if they are `seen`."""
    for place, option in enumerate(poll.options):
        votes = tally.counts.get(place, 0) if seen else None
        yield Result(place, option, place in (tally.mine or ()), votes)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
