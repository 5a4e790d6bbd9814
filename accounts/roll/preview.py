"""What the pages of an import show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Membership, RollImport
from accounts.querysets import MembershipQuerySet
from accounts.roll.choices import Choices
from accounts.roll.knowledge import what_school_knows
from accounts.roll.matching import plan_roll
from accounts.roll.plan import RollPlan
from accounts.roll.problems import Problem
from accounts.roll.reading import read_roll
from accounts.roll.records import Part
from accounts.roll.stored import as_bytes

LABELS: dict[str, StrOrPromise] = {
    "students": _("Students"),
    "teachers": _("Teachers"),
    "parents": _("Parents"),
    "staff": _("Staff"),
    "guests": _("Guests"),
    "classes": _("Classes"),
    "guardian_links": _("Links between parents and children"),
}


@dataclass(frozen=True, slots=True)
class Count:
    label: StrOrPromise
    new: int
    changed: int
    unchanged: int
    missing: int

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class ClassLine:
    name: str
    level: str
    students: int
    new: int
    teachers: str


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    plan: RollPlan
    problems: list[Problem]
    counts: list[Count]
    classes: list[ClassLine]
    moves: list[Move]
    missing: list[str]

    @property
    def changes_something(self) -> bool:
        return self.plan.changes_something()


def preview_of(roll_import: RollImport) -> Preview:
    """What applying the import would do now; call it within the school's wall."""
    choices = Choices.from_json(roll_import.choices)
    reading = read_roll(as_bytes(roll_import.files), choices)
    plan = plan_roll(reading.roll, what_school_knows(roll_import.school_id))
    return Preview(
        plan=plan,
        problems=[*reading.problems, *plan.problems],
        counts=counts_of(plan.counts()),
        classes=_classes(plan),
        moves=_moves(plan),
        missing=_missing(plan),
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did; `homonyms` are those of each name who are still there."""

    counts: list[Count]
    homonyms: list[list[Membership]]


def report_of(roll_import: RollImport, people: MembershipQuerySet) -> Report:
    """`people` are those whom the reader may see."""
    groups = roll_import.report["homonyms"]
    wanted = {pk for group in groups for pk in group}
    found = people.filter(pk__in=wanted).prefetch_related("guardianships__student__user").in_bulk()
    homonyms = [[found[pk] for pk in group if pk in found] for group in groups]
    return Report(counts_of(roll_import.report["counts"]), [group for group in homonyms if group])


def counts_of(counts: Mapping[str, Mapping[str, int]]) -> list[Count]:
    return [Count(label, **counts[part]) for part, label in LABELS.items()]


def _classes(plan: RollPlan) -> list[ClassLine]:
    new = Counter(name for row in plan.students.new for name in row.class_names or ())
    kept = plan.students.matched()
    students = new + Counter(name for row, _known in kept for name in row.class_names or ())
    teachers: dict[str, list[str]] = {}
    for teacher in plan.teachers.rows():
        for name in teacher.class_names or ():
            teachers.setdefault(name, []).append(str(teacher.name))
    return [
        ClassLine(
            row.name,
            row.level,
            students[row.name],
            new[row.name],
            ", ".join(teachers.get(row.name, ())),
        )
        for row in sorted(plan.classes.rows(), key=lambda row: row.name)
    ]


def _moves(plan: RollPlan) -> list[Move]:
    return [
        Move(str(row.name), ", ".join(sorted(known.class_names)), ", ".join(row.class_names))
        for part in (Part.STUDENTS, Part.TEACHERS)
        for row, known in plan.outcome(part).changed
        if row.class_names is not None
    ]


def _missing(plan: RollPlan) -> list[str]:
    return [str(known.name) for part in Part for known in plan.outcome(part).missing]
