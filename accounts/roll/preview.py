"""What the pages of an import show, made from what was found in its files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from accounts.choices import Duty
from accounts.models import RollImport
from accounts.roll.changes import CLASSES, LINKS, Change, Happening
from accounts.roll.choices import Choices
from accounts.roll.fields import ListKind
from accounts.roll.problems import JOINED, Problem, Severity
from accounts.roll.questions import answer
from accounts.roll.records import Part, Place, Who

CLASSES_SHOWN = 60
NAMES_SHOWN = 40
LINES_SHOWN = 40
OF_NO_CLASS = (Part.STAFF, Part.GUESTS, CLASSES)
APART = "apart"
LABELS: dict[str, StrOrPromise] = {
    "students": gettext_lazy("Students"),
    "teachers": gettext_lazy("Teachers"),
    "parents": gettext_lazy("Parents"),
    "staff": gettext_lazy("Staff"),
    "guests": gettext_lazy("Guests"),
    CLASSES: gettext_lazy("Classes"),
    LINKS: gettext_lazy("Links between parents and children"),
}
HAPPENINGS: dict[str, StrOrPromise] = {
    Happening.NEW: gettext_lazy("new"),
    Happening.MOVED: gettext_lazy("changing class"),
    Happening.CHANGED: gettext_lazy("changed"),
    Happening.MISSING: gettext_lazy("missing"),
}


@dataclass(frozen=True, slots=True)
class Count:
    label: StrOrPromise
    new: int
    moved: int
    changed: int
    unchanged: int
    missing: int

    @property
    def total(self) -> int:
        return self.new + self.moved + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as it is listed: what it was taken for, and why it cannot be used, if so."""

    name: str
    kinds: list[StrOrPromise]
    problems: list[Problem]


@dataclass(slots=True)
class RollLine:
    """A line of a file with what is wrong in it; `cells` are empty where it cannot be shown."""

    place: Place
    problems: list[Problem]
    cells: list[str] = field(default_factory=list)
    form: Any = None

    @property
    def is_joined(self) -> bool:
        """Whether it was taken for the same person as another line."""
        return any(problem.kind in JOINED for problem in self.problems)

    @property
    def text(self) -> str:
        return " · ".join(cell for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True)
class Happened:
    label: StrOrPromise
    changes: list[Change]
    count: int

    @property
    def others(self) -> int:
        return self.count - len(self.changes)


@dataclass(frozen=True, slots=True)
class OfClass:
    name: str
    happened: list[Happened]


@dataclass(frozen=True, slots=True)
class OfPart:
    label: StrOrPromise
    classes: list[OfClass]
    others: int


class Preview:
    """`findings` are those of this import; see `accounts.roll.findings`."""

    def __init__(self, roll_import: RollImport) -> None:
        self.findings: dict[str, Any] = roll_import.findings
        self.choices = Choices.from_json(roll_import.choices)
        self._cells = {Place(f, line): cells for f, line, cells in self.findings["lines"]}
        self.sheets: dict[str, dict[str, Any]] = {
            sheet["file"]: {**sheet, "number": number}
            for number, sheet in enumerate(self.findings["sheets"], 1)
        }
        self._tables = {
            table["file"]: {**table, "number": f"t{number}"}
            for number, table in enumerate(self.findings["tables"], 1)
        }
        self.problems = [Problem.from_json(problem) for problem in self.findings["problems"]]
        self.counts = counts_of(self.findings["counts"])

    @property
    def is_understood(self) -> bool:
        return not self.asks_for_school and all(
            sheet["is_understood"] for sheet in self.sheets.values()
        )

    @property
    def asks_for_school(self) -> bool:
        """Whether somebody must say which of several schools in the files this one is."""
        schools = [pk for pk, _name in self.findings["schools"]]
        return len(schools) > 1 and self.choices.school not in schools

    @property
    def changes_something(self) -> bool:
        return any(count.new or count.moved or count.changed for count in self.counts)

    @property
    def may_be_imported(self) -> bool:
        return not self.findings["errors"] and self.changes_something

    def files(self) -> list[FileLine]:
        """The files that were given."""
        whole = [p for p in self.problems if p.line is None or not self._has_lines(p.file)]
        return [
            FileLine(
                name,
                [
                    ListKind(sheet["kind"]).label if sheet["kind"] else _("not recognised")
                    for file, sheet in self.sheets.items()
                    if _is_of(file, name)
                ],
                [problem for problem in whole if _is_of(problem.file, name)],
            )
            for name in self.findings["files"]
        ]

    def errors(self) -> list[RollLine]:
        """Of single lines; those of whole files stand beside the files."""
        return self._lines(Severity.ERROR, LINES_SHOWN)

    def warnings(self) -> list[RollLine]:
        return self._lines(Severity.WARNING, LINES_SHOWN)

    def _lines(self, severity: Severity, most: int) -> list[RollLine]:
        lines: dict[Place, RollLine] = {}
        for problem in self.problems:
            if problem.severity is severity and problem.line and self._has_lines(problem.file):
                place = Place(problem.file, problem.line)
                lines.setdefault(place, self.line(place)).problems.append(problem)
                if len(lines) > most:
                    lines.popitem()
                    break
        return list(lines.values())

    def line(self, place: Place) -> RollLine:
        return RollLine(place, [], self._cells.get(place, []))

    def columns(self, file: str) -> dict[str, Any]:
        """The sheet or the table of a roster that a line is of."""
        return self.sheets.get(file) or self._tables[file]

    def _has_lines(self, file: str) -> bool:
        return file in self.sheets or file in self._tables

    def left_out(self) -> list[RollLine]:
        return [self.line(place) for place in sorted(self.choices.left_out)]

    def questions(self) -> list[dict[str, Any]]:
        """Each with its people; those asked about have `asked`, the answers that may be given."""
        return [
            {
                "name": question["name"],
                "people": [self._namesake(question, nth) for nth in range(len(question["people"]))],
            }
            for question in self.findings["questions"]
        ]

    def _namesake(self, question: dict[str, Any], nth: int) -> dict[str, Any]:
        person = question["people"][nth]
        place = Place(*person["place"]) if person["place"] else None
        decided = self.choices.people.get(place) if place else None
        given = [(other, answer(question, nth, other)[1]) for other in person["options"]]
        chosen = next((str(other) for other, who in given if who == decided), "")
        return {
            "number": nth + 1,
            "is_known": person["known_id"] is not None,
            "label": LABELS[person["part"]],
            "place": place,
            "login": self.findings["logins"].get(str(person["known_id"])),
            "details": person["details"],
            "options": [(str(other), other + 1) for other in person["options"]],
            "chosen": chosen or (APART if decided else ""),
            "is_decided": decided is not None,
        }

    def who(self, place: Place, said: str) -> Who | None:
        """What an answer to the question about this line means; None if there is no such one.

        Of a line that was taken for one person with another one may always say the contrary.
        """
        if said == APART and any(
            p.kind in JOINED and Place(p.file, p.line or 0) == place for p in self.problems
        ):
            return Who()
        for question in self.findings["questions"]:
            for nth, person in enumerate(question["people"]):
                options = [*map(str, person["options"])]
                if options and person["place"] == [*place] and said in [APART, *options]:
                    return answer(question, nth, None if said == APART else int(said))[1]
        return None

    def undecided(self) -> int:
        return sum(
            bool(person["options"]) and not person["is_decided"]
            for question in self.questions()
            for person in question["people"]
        )

    def joined(self) -> list[RollLine]:
        """Lines somebody decided about whose question is not asked any more: they are joined."""
        asked = {
            Place(*person["place"])
            for question in self.findings["questions"]
            for person in question["people"]
            if person["place"] and person["options"]
        }
        return [self.line(place) for place in sorted(self.choices.people) if place not in asked]

    def changes(self) -> list[OfPart]:
        return [*_parts(self.findings["changes"])]

    def rows(self) -> Iterator[list[str]]:
        """All of it, as a list to keep: what would change, then what is wrong."""
        yield [_("What"), _("Profile"), _("Class"), _("Name"), _("Until now"), _("From now on")]
        for stored in self.findings["changes"]:
            change = Change(*stored)
            yield [
                str(HAPPENINGS[change.happening]),
                str(LABELS[change.part]),
                change.class_name,
                change.name,
                _with_duty(change.before, is_head=change.is_head is False),
                _with_duty(change.after, is_head=change.is_head is True),
            ]
        yield []
        yield [_("Where"), _("What"), _("What to do")]
        for problem in self.problems:
            yield [problem.place, problem.message, problem.cure]


def _with_duty(told: str, *, is_head: bool) -> str:
    return ", ".join(filter(None, [told, str(Duty.HEAD.label)])) if is_head else told


def _is_of(file: str, name: str) -> bool:
    """Whether it is this file, or in this zip file."""
    return file == name or file.startswith(f"{name}/")


def counts_of(counts: Mapping[str, Mapping[str, int]]) -> list[Count]:
    """One a part, without those that neither the roll nor the school knows anybody of."""
    return [
        Count(label, **counts[part]) for part, label in LABELS.items() if any(counts[part].values())
    ]


def _parts(stored: Iterable[list[Any]]) -> Iterable[OfPart]:
    changes = [Change(*change) for change in stored]
    by_part: dict[str, list[Change]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(change)
    for part, label in LABELS.items():
        nameless = _("all of them") if part in OF_NO_CLASS else _("without class")
        classes = [
            OfClass(name or nameless, [*_happened([*of_class])])
            for name, of_class in groupby(
                by_part.get(part, ()),
                key=lambda change: "" if part == CLASSES else change.class_name,
            )
        ]
        if classes:
            yield OfPart(label, classes[:CLASSES_SHOWN], len(classes[CLASSES_SHOWN:]))


def _happened(changes: list[Change]) -> Iterable[Happened]:
    for happening, label in HAPPENINGS.items():
        found = [change for change in changes if change.happening == happening]
        if found:
            yield Happened(label, found[:NAMES_SHOWN], len(found))
