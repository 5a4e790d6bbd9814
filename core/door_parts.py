"""What the door says to somebody whom a school does not let in, given by whichever app knows why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DoorPart:
    """A template, rendered with the name of the `school`, the `membership` that is blocked there,
    and what is `seen`.

    `seen` is asked with the membership, as its person and outside the wall of the school; for None
    the part is left out. Where there are parts, they say all there is to say.
    """

    template: str
    seen: Callable[[Any], Any]


_parts: list[DoorPart] = []


def register(part: DoorPart) -> None:
    """Adds a part to what the door says; called from `AppConfig.ready`."""
    _parts.append(part)


def parts_for(membership: object) -> list[dict[str, Any]]:
    """What the door says to the person of this blocked membership, part by part."""
    found = [(part.template, part.seen(membership)) for part in _parts]
    return [{"template": template, "seen": seen} for template, seen in found if seen is not None]
