"""What a person's page shows of them, given by whichever app knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PersonPart:
    """A template, rendered with `person` and what is `seen`.

    `seen` is asked with who reads, an account, and whom they see, a membership; for None the part
    is left out.
    """

    template: str
    seen: Callable[[Any, Any], Any]


_parts: list[PersonPart] = []


def register(part: PersonPart) -> None:
    """Adds a part to every person's page; called from `AppConfig.ready`."""
    _parts.append(part)


def parts_for(reader: object, person: object) -> list[dict[str, Any]]:
    """What the reader, who sees this person, sees of them, part by part."""
    found = [(part.template, part.seen(reader, person)) for part in _parts]
    return [{"template": template, "seen": seen} for template, seen in found if seen is not None]
