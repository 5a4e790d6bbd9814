"""The groups somebody may publish to, as a page offers them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from newsfeed.policies import groups_open_to
from newsfeed.readers import READERS

_OFFERED = Q(kind=GroupKind.SCHOOL, profile__in=READERS) | Q(
    kind=GroupKind.CLASS, profile__in=("", Profile.STUDENT, Profile.PARENT)
)
_OFFERED |= Q(kind=GroupKind.PROJECT)
# Groups that nobody looks through: those of more than eight classes.
MANY = 24


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

    @property
    def is_near(self) -> bool:
        """Whether it is always in sight: the classes may be many."""
        return self.colour is None or self.is_chosen


class Circles(NamedTuple):
    """`near` are in sight; of very many the `others` are looked for or unfolded."""

    near: list[Circle]
    others: list[Circle]
    are_many: bool
    nothing_found: bool = False


def offered_to(by: Membership) -> "QuerySet[Group]":
    offered = groups_open_to(by).filter(_OFFERED)
    return offered.select_related("school", "school_class")


def circles_of(offered: Collection[Group], chosen: Collection[str], words: str) -> Circles:
    """The school first, then the classes by name. What is chosen stays in sight beside what answers
    to the words.
    """
    are_many = len(offered) > MANY
    if not words:
        circles = _gathered(offered, chosen)
        near = [each for each in circles if not are_many or each.is_near]
        return Circles(near, [each for each in circles if each not in near], are_many)
    found = [each for each in offered if each.answers_to(words)]
    kept = [each for each in offered if str(each.pk) in chosen and each not in found]
    return Circles(_gathered(found + kept, chosen), [], are_many, nothing_found=not found)


def _gathered(groups: Collection[Group], chosen: Collection[str]) -> list[Circle]:
    circles: dict[str, Circle] = {}
    for group in sorted(groups, key=_order):
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
