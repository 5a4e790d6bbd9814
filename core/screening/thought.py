"""What a page in between remembers of having asked, signed and kept nowhere but in that page."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Self

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from core import clock

_SALT = "core.screening"
_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Thought:
    """Since which day the writer is asked about what, and which words they confirm, as a digest."""

    by: int
    since: str
    about_kinds: list[str]
    words: str = ""

    @classmethod
    def of(cls, by: int) -> Self:
        return cls(by, clock.today().isoformat(), [])

    @classmethod
    def read(cls, token: str, by: int) -> Self | None:
        """The thought of this writer that a page brings back; None for any other."""
        try:
            found = cls(**signing.loads(token, salt=_SALT, max_age=_LASTS))
        except (signing.BadSignature, TypeError):
            return None
        return found if found.by == by else None

    def token(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.since)

    @property
    def kinds(self) -> set[str]:
        return set(self.about_kinds)

    def about(self, kinds: Iterable[str]) -> Self:
        """The same, of these kinds too; it confirms nothing."""
        return replace(self, about_kinds=sorted({*self.kinds, *kinds}), words="")

    def confirming(self, passages: Sequence[str]) -> Self:
        return replace(self, words=self._digest(passages))

    def confirms(self, passages: Sequence[str]) -> bool:
        return constant_time_compare(self.words, self._digest(passages))

    def _digest(self, passages: Sequence[str]) -> str:
        # Lengths first: the end of a title must not pass for the beginning of a text.
        told = [str(self.by), *(f"{len(each)}:{each}" for each in passages)]
        return salted_hmac(_SALT, "\n".join(told), algorithm="sha256").hexdigest()
