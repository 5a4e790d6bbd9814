"""What came for people who are not here: told by whichever app has it, to the devices that accounts
wakes for it. E-mails say what it is (`core.notices`); this says only that there is something.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

# Of memberships of one school, within its wall: when the latest came to each, after the first moment
# and until the second; nothing of whom nothing came to.
Source = Callable[["QuerySet[Any]", datetime, datetime], Iterable[tuple[int, datetime]]]

_sources: list[Source] = []
_urgent: list[Source] = []


def register(source: Source) -> None:
    """Called from `AppConfig.ready`."""
    _sources.append(source)


def register_urgent(source: Source) -> None:
    """The same for what does not wait until the quiet hours end."""
    _urgent.append(source)


def latest(
    people: "QuerySet[Any]", after: datetime, until: datetime, *, urgent: bool = False
) -> dict[int, datetime]:
    """By the key of the membership; of what is `urgent`, or of the rest."""
    found: dict[int, datetime] = {}
    for source in _urgent if urgent else _sources:
        for key, moment in source(people, after, until):
            found[key] = max(moment, found.get(key, moment))
    return found
