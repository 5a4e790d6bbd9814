"""Reads the files of a roll, whatever their format, as a person decided about them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from accounts.roll.archives import unpacked
from accounts.roll.assembly import assemble
from accounts.roll.choices import NOTHING_CHOSEN, Choices, corrected
from accounts.roll.fields import Field, ListKind, missing_fields
from accounts.roll.headings import Column, columns_of, kind_of
from accounts.roll.lines import Columns, Line
from accounts.roll.lists import Lists, read_line
from accounts.roll.names import forget_names
from accounts.roll.oneroster import Org, read_roster
from accounts.roll.problems import Kind, Problem, RollRefused, Severity
from accounts.roll.records import Place, Roll
from accounts.roll.roster_tables import rosters_among
from accounts.roll.sheets import Sheet, read_sheet

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one file was understood. `sample` are its first lines, `missing` what it still needs.

    `kind` is None where nobody knows which list it is.
    """

    file: str
    kind: ListKind | None
    columns: tuple[Column, ...]
    sample: tuple[tuple[str, ...], ...]
    missing: tuple[Field, ...]
    is_left_out: bool

    @property
    def is_understood(self) -> bool:
        return self.is_left_out or (self.kind is not None and not self.missing)


@dataclass(frozen=True, slots=True)
class RollReading:
    """A roll with errors must not be applied: lines are missing from it.

    `sheets` are the files that are lists at all, `schools` those that a roster speaks of, one of
    which is to be chosen; `choices` is what this reading went by.
    """

    roll: Roll
    problems: tuple[Problem, ...]
    sheets: tuple[SheetReading, ...] = ()
    schools: tuple[Org, ...] = ()
    choices: Choices = NOTHING_CHOSEN

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


def read_roll(files: Mapping[str, bytes], choices: Choices = NOTHING_CHOSEN) -> RollReading:
    """Whatever lists there are among `files` (file name to content), and what is wrong in them."""
    problems: list[Problem] = []
    lists = Lists()
    sheets = []
    schools: list[Org] = []
    if not files:
        problems.append(Problem(Kind.NO_FILE, ""))
    rosters, others = rosters_among(unpacked(files, problems))
    for roster in rosters:
        try:
            schools += read_roster(roster, choices, lists, problems)
        except RollRefused as refusal:
            problems.append(refusal.problem)
    for file, content in _each_once(others, problems):
        try:
            sheet = read_sheet(file, content)
            understood = _understood(sheet, choices)
            sheets.append(understood)
            if not understood.is_left_out:
                _read_list(sheet, understood, choices, lists, problems)
        except RollRefused as refusal:
            problems.append(refusal.problem)
    roll = assemble(lists, problems, choices)
    forget_names()
    return RollReading(roll, tuple(problems), tuple(sheets), tuple(schools), choices)


def cells_of(
    files: Mapping[str, bytes], choices: Choices, places: Iterable[Place]
) -> dict[Place, list[str]]:
    """The cells of these lines as they are now, corrected ones included; to be shown for editing."""
    wanted = set(places)
    found = {}
    opened = unpacked(files, [])
    for file in {place.file for place in wanted} & opened.keys():
        try:
            for row in corrected(read_sheet(file, opened[file]), choices):
                place = Place(file, row.line)
                if place in wanted:
                    found[place] = row.cells
        except RollRefused:
            continue  # what stands behind the damage cannot be shown
    return found


def headings_of(files: Mapping[str, bytes], wanted: Iterable[str]) -> dict[str, list[str]]:
    """Those of files that are no lists of their own, as the tables of a roster."""
    found = {}
    opened = unpacked(files, [])
    for file in set(wanted) & opened.keys():
        try:
            found[file] = read_sheet(file, opened[file]).headings
        except RollRefused:
            continue
    return found


def _each_once(files: Mapping[str, bytes], problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    seen: dict[bytes, str] = {}
    for file, content in files.items():
        other = seen.setdefault(sha256(content).digest(), file)
        if other == file:
            yield file, content
        else:
            problems.append(Problem(Kind.FILE_TWICE, file, params={"other": other}))


def _understood(sheet: Sheet, choices: Choices) -> SheetReading:
    chosen = choices.sheet(sheet.file)
    kind = chosen.kind or kind_of(sheet.headings)
    fields = {column - 1: field for column, field in chosen.fields.items()}
    columns = columns_of(kind, sheet.headings, fields)
    present = {column.field for column in columns if column.field}
    first_rows = list(islice(sheet.rows, SAMPLE))
    sheet.put_back(first_rows)
    return SheetReading(
        sheet.file,
        kind,
        columns,
        tuple(tuple(row.cells) for row in first_rows),
        tuple(missing_fields(kind, present)) if kind else (),
        chosen.is_left_out,
    )


def _read_list(
    sheet: Sheet,
    understood: SheetReading,
    choices: Choices,
    lists: Lists,
    problems: list[Problem],
) -> None:
    kind = understood.kind
    if kind is None:
        raise RollRefused(Problem(Kind.UNKNOWN_HEADINGS, sheet.file, sheet.line))
    for field in understood.missing:
        params = {"missing": field.label}
        problems.append(Problem(Kind.MISSING_HEADING, sheet.file, sheet.line, params=params))
    if understood.missing:
        return
    columns = Columns(understood.columns)
    row = None
    for row in corrected(sheet, choices):
        if Place(sheet.file, row.line) in choices.left_out:
            continue
        if len(row.cells) > len(sheet.headings):
            column = len(sheet.headings) + 1
            problems.append(Problem(Kind.TOO_MANY_CELLS, sheet.file, row.line, column))
            continue
        read_line(Line(sheet.file, columns, row, problems), kind, lists)
    if row is None:
        raise RollRefused(Problem(Kind.FILE_EMPTY, sheet.file))
