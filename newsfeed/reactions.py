"""What was said of an entry without words: who said it, as far as its reader may know."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from accounts.models import Membership, User
from newsfeed.models import Entry, Feeling, Reaction

ICONS = {
    Feeling.THANKS: "flower-2",
    Feeling.LIKE: "heart",
    Feeling.BRAVO: "award",
    Feeling.THOUGHTS: "hand-heart",
    Feeling.INTERESTING: "lightbulb",
}


@dataclass(frozen=True, slots=True)
class Reactions:
    """How many said which, and some of their names."""

    counts: tuple[tuple[str, int], ...]
    names: tuple[str, ...]

    @classmethod
    def read(cls, counts: list[Any] | None, names: list[str] | None) -> "Reactions":
        """As the statements of the feed tell them."""
        return cls(tuple(map(tuple, counts or ())), tuple(names or ()))

    @property
    def number(self) -> int:
        return sum(count for _kind, count in self.counts)

    @property
    def icons(self) -> list[str]:
        said = dict(self.counts)
        return [icon for kind, icon in ICONS.items() if kind in said]

    def sentence(self, *, named: bool) -> str:
        """Who it was, the first by name and the others as a number; or how many, and no names."""
        if not named:
            said = ngettext("%(number)s person", "%(number)s people", self.number)
            return said % {"number": self.number}
        others = self.number - len(self.names)
        if others:
            said = ngettext(
                "%(names)s and %(number)s other", "%(names)s and %(number)s others", others
            )
            return said % {"names": ", ".join(self.names), "number": others}
        return gettext(" and ").join(self.names)


@dataclass(frozen=True)
class Said:
    """Of one kind: who said it, by name, and how many others whom the reader does not know."""

    label: str
    icon: str
    people: list[Membership]
    others: int


def all_said(entry: Entry, reader: User) -> list[Said]:
    """Every kind that somebody said, always in the same order: this is no contest."""
    given = Reaction.objects.filter(entry=entry)
    counts = Counter(given.values_list("kind", flat=True))
    known = list(given.known_to(reader))
    people = {kind: [each.by for each in known if each.kind == kind] for kind in counts}
    return [
        Said(str(kind.label), ICONS[kind], people[kind], counts[kind] - len(people[kind]))
        for kind in Feeling
        if kind in counts
    ]
