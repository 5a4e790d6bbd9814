"""The tables of a OneRoster export: what its manifest says is there, and their lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.roll.choices import Choices, corrected
from accounts.roll.fields import Field
from accounts.roll.headings import Column
from accounts.roll.lines import Columns, Line
from accounts.roll.problems import Kind, Problem, RollRefused
from accounts.roll.records import Place
from accounts.roll.sheets import Row, read_sheet
from core import clock

MANIFEST = "manifest.csv"
VERSION = "1.2"
# The other tables may be absent; without these nobody is known to be anybody.
NEEDED = ("users", "roles", "orgs")
READ = (*NEEDED, "academicSessions", "classes", "enrollments", "demographics")
FIELDS = {
    "familyName": Field.LAST_NAME,
    "givenName": Field.FIRST_NAME,
    "preferredFamilyName": Field.USAGE_NAME,
    "email": Field.EMAIL,
    "birthDate": Field.BIRTH_DATE,
}


@dataclass(frozen=True, slots=True)
class Roster:
    """Its files by the names of the tables, and what each is called for people."""

    contents: Mapping[str, bytes]
    names: Mapping[str, str]


def rosters_among(files: Mapping[str, bytes]) -> tuple[list[Roster], dict[str, bytes]]:
    """The rosters, each told by its manifest, and the files that belong to none."""
    others = dict(files)
    rosters = []
    for file in files:
        folder, _, name = file.rpartition("/")
        if name.lower() != MANIFEST:
            continue
        beside = [other for other in files if other.rpartition("/")[0] == folder]
        tables = {other.rpartition("/")[2].removesuffix(".csv"): other for other in beside}
        rosters.append(Roster({table: others.pop(f) for table, f in tables.items()}, tables))
    return rosters, others


class Record:
    """A line of a table; what the table has no column for is empty."""

    __slots__ = ("_positions", "row")

    def __init__(self, positions: Mapping[str, int], row: Row) -> None:
        self._positions = positions
        self.row = row

    def __getitem__(self, column: str) -> str:
        position = self._positions.get(column)
        return "" if position is None else self.row.cells[position].strip()

    def is_over(self) -> bool:
        """To be deleted, or with an end that has come."""
        ended = self["endDate"][:10]
        return self["status"].lower() == "tobedeleted" or (
            bool(ended) and ended < clock.now().date().isoformat()
        )


class Tables:
    """What the manifest says is there, and its rows."""

    def __init__(self, roster: Roster, choices: Choices, problems: list[Problem]) -> None:
        self._roster = roster
        self._choices = choices
        self._problems = problems
        self._modes = self._manifest()

    def _manifest(self) -> dict[str, str]:
        file = self._roster.names["manifest"]
        sheet = read_sheet(file, self._roster.contents["manifest"])
        told = {row.cells[0].strip(): row.cells[1].strip() for row in sheet.rows if row.cells[1:]}
        version = told.get("oneroster.version", "?")
        if version != VERSION:
            params = {"version": version}
            raise RollRefused(Problem(Kind.ONEROSTER_VERSION, file, params=params))
        modes = {}
        for name, mode in told.items():
            table = name.removeprefix("file.")
            if mode == "delta" and table in READ:
                params = {"missing": f"{table}.csv"}
                raise RollRefused(Problem(Kind.ONEROSTER_DELTA, file, params=params))
            modes[table] = mode
        for table in READ:
            promised = modes.get(table) == "bulk"
            there = table in self._roster.contents
            if (promised and not there) or (table in NEEDED and not promised):
                params = {"missing": f"{table}.csv"}
                raise RollRefused(Problem(Kind.ONEROSTER_ABSENT, file, params=params))
        return modes

    def has(self, table: str) -> bool:
        return self._modes.get(table) == "bulk"

    def rows(self, table: str) -> Iterator[Record]:
        """Its lines with what somebody corrected, without those that are left out or over."""
        return (record for record, _line in self.lines(table))

    def lines(self, table: str) -> Iterator[tuple[Record, Line]]:
        if not self.has(table):
            return
        file = self._roster.names[table]
        sheet = read_sheet(file, self._roster.contents[table])
        positions = {heading: place for place, heading in enumerate(sheet.headings)}
        columns = Columns(
            Column(place, heading, FIELDS.get(heading)) for heading, place in positions.items()
        )
        for row in corrected(sheet, self._choices):
            record = Record(positions, row)
            if Place(file, row.line) in self._choices.left_out or record.is_over():
                continue
            if len(row.cells) > len(sheet.headings):
                column = len(sheet.headings) + 1
                self._problems.append(Problem(Kind.TOO_MANY_CELLS, file, row.line, column))
                continue
            yield record, Line(file, columns, row, self._problems)
