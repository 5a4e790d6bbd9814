"""What is looked at before it is sent. `moderation` looks; whoever sends words asks here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, Protocol

from django_stubs_ext import StrOrPromise

from core.screening.thought import Thought


class Writer(Protocol):
    """In practice an `accounts.Membership`."""

    @property
    def pk(self) -> int: ...
    @property
    def school_id(self) -> int: ...


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is looked for; `promise` is what a student has learned about it, `note`
    what reassures.
    """

    name: str
    label: StrOrPromise
    promise: StrOrPromise
    note: StrOrPromise = ""


class Finding(NamedTuple):
    """From `start` to before `end` of a passage. What need not change may be sent as it is."""

    passage: int
    start: int
    end: int
    kind: Kind
    must_change: bool


class Readers(Enum):
    """Who will read it: a child tells its family and its teachers what others are not told."""

    ANYBODY = "anybody"
    ADULTS = "adults"
    FAMILY = "family"


@dataclass(frozen=True)
class Words:
    """What somebody is about to send: its title, its text. A message goes from one to the next."""

    passages: tuple[str, ...]
    readers: Readers = Readers.ANYBODY
    is_message: bool = False


@dataclass(frozen=True, kw_only=True)
class Screener:
    """`look` finds, `count` keeps figures without content, `teachers` are those a student asks.

    `count` is told of a school, a day, kinds by their name and what to add one to.
    """

    look: Callable[[Any, Words], Sequence[Finding]]
    count: Callable[..., None]
    teachers: Callable[[Any], Sequence[Any]]


class ThinkAgain(Exception):
    """These words are looked at once more by their writer before they are sent, or instead."""

    def __init__(
        self, by: Writer, words: Words, findings: Sequence[Finding], before: Thought | None
    ) -> None:
        super().__init__("think again")
        self.by = by
        self.words = words
        self.findings = findings
        self._before = before

    @property
    def must_change(self) -> bool:
        return any(finding.must_change for finding in self.findings)

    @property
    def kinds(self) -> list[Kind]:
        """Each once, in the order of the text."""
        return list(dict.fromkeys(finding.kind for finding in self.findings))

    @property
    def promises(self) -> dict[StrOrPromise, list[Kind]]:
        """What a student has learned about what was found, each with the kinds it is about."""
        return {
            promise: [kind for kind in self.kinds if kind.promise == promise]
            for promise in dict.fromkeys(kind.promise for kind in self.kinds)
        }

    def ask(self) -> tuple[str, str]:
        """Counts that the writer is asked, once however often they try.

        Returns two tokens for the next try: one of having been asked, and one that also says that
        these very words are meant. The second is empty for what must change.
        """
        before = self._before or Thought.of(self.by.pk)
        new = {kind.name for kind in self.kinds} - before.kinds
        _screener.count(self.by.school_id, before.day, asked=new)
        asked = before.about(new)
        consent = "" if self.must_change else asked.confirming(self.words.passages).token()
        return asked.token(), consent


def register(screener: Screener) -> None:
    """Called once, from `AppConfig.ready`."""
    global _screener  # noqa: PLW0603  (there is one)
    _screener = screener


def look_before_sending(by: Writer, words: Words, thought: str = "") -> None:
    """Part of every action that sends words, in its transaction.

    Raises `ThinkAgain` for what is found, unless `thought` says that the writer was shown these
    very words and means them.
    """
    findings = _screener.look(by, words)
    before = Thought.read(thought, by.pk)
    if findings and (
        before is None
        or not before.confirms(words.passages)
        or any(finding.must_change for finding in findings)
    ):
        raise ThinkAgain(by, words, findings, before)
    if before is not None:
        kept = {finding.kind.name for finding in findings}
        _screener.count(
            by.school_id, before.day, sent_anyway=before.kinds & kept, edited=before.kinds - kept
        )


def teachers_of(by: Writer) -> Sequence[Any]:
    """Whom a student may ask whether something can be sent; nobody for others."""
    return _screener.teachers(by)


_screener: Screener
