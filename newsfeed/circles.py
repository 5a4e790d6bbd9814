"""The groups somebody may publish to, as a page offers them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from newsfeed.policies import groups_open_to
from newsfeed.readers import READERS

_OFFERED = Q(kind=GroupKind.SCHOOL, profile__in=READERS) | Q(
    kind=GroupKind.CLASS, profile__in=("", Profile.STUDENT, Profile.PARENT)
)
_OFFERED |= Q(kind=GroupKind.PROJECT)


@dataclass(frozen=True)
class Choice:
    group_id: int
    readers: str
    chosen: bool


@dataclass(frozen=True)
class Circle:
    """A class, a project or the school, with those of it one may write to; `colour` is that of a
    class.
    """

    name: str
    colour: int | None
    icon: str
    choices: list[Choice] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


def offered_to(by: Membership) -> "QuerySet[Group]":
    offered = groups_open_to(by).filter(_OFFERED)
    return offered.select_related("school", "school_class")


def circles_of(offered: "QuerySet[Group]", chosen: Collection[str]) -> list[Circle]:
    """The school first, then the classes by name."""
    circles: dict[str, Circle] = {}
    for group in sorted(offered, key=_order):
        room, project = group.school_class, group.kind == GroupKind.PROJECT
        name = room.name if room else group.label if project else group.school.name
        colour, icon = room.colour if room else None, "shapes" if project else "school"
        circle = circles.setdefault(name, Circle(name, colour, icon))
        readers = str(READERS[group.profile])
        circle.choices.append(Choice(group.pk, readers, str(group.pk) in chosen))
    return list(circles.values())


def _order(group: Group) -> tuple[bool, str, int]:
    return (
        group.kind != GroupKind.SCHOOL,
        group.school_class.name if group.school_class else group.name,
        list(READERS).index(group.profile),
    )
