"""OneRoster 1.2 as CSV: a folder or zip file of tables that refer to each other by sourcedId.

Only the tables that say who belongs to a school are read. Whoever is to be deleted, disabled or
over is as if not there, and so found missing like anybody else who is not on a roll.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.levels import NAMES
from accounts.roll.choices import Choices, corrected
from accounts.roll.fields import Field
from accounts.roll.headings import Column
from accounts.roll.lines import Columns, Line
from accounts.roll.lists import Lists, split
from accounts.roll.problems import Kind, Problem, RollRefused
from accounts.roll.records import (
    ChildReference,
    ParentRow,
    Part,
    PersonName,
    PersonRow,
    Place,
    StudentRow,
    TeacherRow,
)
from accounts.roll.sheets import Row, read_sheet
from core import clock

MANIFEST = "manifest.csv"
VERSION = "1.2"
# The other tables may be absent; without these nobody is known to be anybody.
NEEDED = ("users", "roles", "orgs")
FIELDS = {
    "familyName": Field.LAST_NAME,
    "givenName": Field.FIRST_NAME,
    "preferredFamilyName": Field.USAGE_NAME,
    "email": Field.EMAIL,
    "birthDate": Field.BIRTH_DATE,
}
PARTS = {
    "student": Part.STUDENTS,
    "teacher": Part.TEACHERS,
    "parent": Part.PARENTS,
    "guardian": Part.PARENTS,
    "relative": Part.PARENTS,
    "aide": Part.STAFF,
    "counselor": Part.STAFF,
    "principal": Part.STAFF,
    "proctor": Part.STAFF,
    "siteAdministrator": Part.STAFF,
    "systemAdministrator": Part.STAFF,
    "districtAdministrator": Part.STAFF,
}
HEAD = "principal"
AGENTS = "agentSourcedIds"
YEARS = {"PK": -1, "TK": -1, "KG": 0} | {f"{year:02}": year for year in range(1, 13)}


@dataclass(frozen=True, slots=True)
class Org:
    """A school that the files speak of."""

    id: str
    name: str


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


def read_roster(
    roster: Roster, choices: Choices, lists: Lists, problems: list[Problem]
) -> list[Org]:
    """Adds the people of one school to `lists`; returns the schools to choose from."""
    tables = _Tables(roster, choices, problems)
    orgs = [Org(r["sourcedId"], r["name"]) for r in tables.rows("orgs") if r["type"] == "school"]
    file = roster.names["orgs"]
    school = choices.school or (orgs[0].id if len(orgs) == 1 else "")
    if not school:
        params = {"schools": ", ".join(f"{org.name} ({org.id})" for org in orgs) or "–"}
        problems.append(Problem(Kind.ONEROSTER_SCHOOLS, file, params=params))
    elif school not in {org.id for org in orgs}:
        problems.append(Problem(Kind.ONEROSTER_NO_SCHOOL, file))
    else:
        _School(school, tables, problems).read(lists)
    return orgs


class _Record:
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


class _Tables:
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
            if mode == "delta" and table in _READ:
                params = {"missing": f"{table}.csv"}
                raise RollRefused(Problem(Kind.ONEROSTER_DELTA, file, params=params))
            modes[table] = mode
        for table in _READ:
            promised = modes.get(table) == "bulk"
            there = table in self._roster.contents
            if (promised and not there) or (table in NEEDED and not promised):
                params = {"missing": f"{table}.csv"}
                raise RollRefused(Problem(Kind.ONEROSTER_ABSENT, file, params=params))
        return modes

    def has(self, table: str) -> bool:
        return self._modes.get(table) == "bulk"

    def rows(self, table: str) -> Iterator[_Record]:
        """Its lines with what somebody corrected, without those that are left out or over."""
        return (record for record, _line in self.lines(table))

    def lines(self, table: str) -> Iterator[tuple[_Record, Line]]:
        if not self.has(table):
            return
        file = self._roster.names[table]
        sheet = read_sheet(file, self._roster.contents[table])
        positions = {heading: place for place, heading in enumerate(sheet.headings)}
        columns = Columns(
            Column(place, heading, FIELDS.get(heading)) for heading, place in positions.items()
        )
        for row in corrected(sheet, self._choices):
            record = _Record(positions, row)
            if Place(file, row.line) in self._choices.left_out or record.is_over():
                continue
            if len(row.cells) > len(sheet.headings):
                column = len(sheet.headings) + 1
                self._problems.append(Problem(Kind.TOO_MANY_CELLS, file, row.line, column))
                continue
            yield record, Line(file, columns, row, self._problems)


_READ = (*NEEDED, "academicSessions", "classes", "enrollments", "demographics")


class _School:
    """The people of one school, put together from the tables."""

    def __init__(self, school: str, tables: _Tables, problems: list[Problem]) -> None:
        self._school = school
        self._tables = tables
        self._problems = problems
        self._roles = self._by_user("roles", "orgSourcedId", {school})
        self._classes = self._class_names()
        self._enrolled = self._by_user("enrollments", "classSourcedId", self._classes)
        self._births = {r["sourcedId"]: line for r, line in tables.lines("demographics")}

    def _by_user(
        self, table: str, column: str, wanted: Iterable[str]
    ) -> defaultdict[str, list[tuple[str, str]]]:
        """The role of each user in what the column names, and what that is."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for record in self._tables.rows(table):
            if record[column] in wanted:
                found[record["userSourcedId"]].append((record["role"], record[column]))
        return found

    def _class_names(self) -> dict[str, str]:
        """What each class is called. Where there are homerooms, nothing else is a class."""
        running = {record["sourcedId"] for record in self._tables.rows("academicSessions")}
        terms_known = self._tables.has("academicSessions")
        classes = [
            (record["sourcedId"], record["title"], record["classCode"], record["classType"])
            for record in self._tables.rows("classes")
            if record["schoolSourcedId"] == self._school
            and (not terms_known or running & {*split(",", record["termSourcedIds"])})
        ]
        homerooms = [one for one in classes if one[3] == "homeroom"]
        classes = homerooms or classes
        titles = [title for _id, title, _code, _type in classes]
        return {
            pk: title if titles.count(title) == 1 else f"{title} ({code or pk})"
            for pk, title, code, _type in classes
        }

    def read(self, lists: Lists) -> None:
        users = [
            (record, line)
            for record, line in self._tables.lines("users")
            if record["enabledUser"].lower() != "false" and record["sourcedId"] in self._roles
        ]
        children = self._children(users)
        for record, line in users:
            if record["preferredGivenName"]:
                position = line.columns.position(Field.FIRST_NAME)
                assert position is not None
                line.row.cells[position] = record["preferredGivenName"]
            name = line.name()
            if name is None:
                continue
            parts = self._parts(record)
            if not parts:
                self._problems.append(
                    Problem.on_line(Kind.ROLE_UNKNOWN, line.place, name=str(name))
                )
            for part in parts:
                row = self._row(part, record, line, name, children)
                if row is not None:
                    lists.add(row)

    def _parts(self, user: _Record) -> list[Part]:
        roles = [role for role, _org in self._roles[user["sourcedId"]]]
        return list(dict.fromkeys(PARTS[role] for role in roles if role in PARTS))

    def _children(self, users: list[tuple[_Record, Line]]) -> dict[str, list[str]]:
        """The children of each parent: either may name the other as an agent."""
        students = {r["sourcedId"] for r, _ in users if Part.STUDENTS in self._parts(r)}
        parents = {r["sourcedId"] for r, _ in users if Part.PARENTS in self._parts(r)}
        everybody = {r["sourcedId"] for r, _ in users}
        children: defaultdict[str, list[str]] = defaultdict(list)
        for record, _line in users:
            own = record["sourcedId"]
            for other in split(",", record[AGENTS]):
                if own in parents and (other in students or other not in everybody):
                    children[own].append(other)
                if own in students and other in parents:
                    children[other].append(own)
        return children

    def _row(
        self,
        part: Part,
        record: _Record,
        line: Line,
        name: PersonName,
        children: Mapping[str, list[str]],
    ) -> PersonRow | None:
        own = record["sourcedId"]
        row = PersonRow(
            place=line.place,
            part=part,
            name=name,
            email=line.email(Field.EMAIL),
            external_id=own,
            account=own,
        )
        if part is Part.STUDENTS:
            return self._student(row, record)
        if part is Part.TEACHERS:
            is_head = HEAD in {role for role, _org in self._roles[own]}
            return TeacherRow(
                **_told(row), class_names=self._classes_of(own, "teacher"), is_head=is_head
            )
        if part is Part.PARENTS:
            named = (
                ChildReference(None, AGENTS, external_id=child)
                for child in dict.fromkeys(children.get(own, ()))
            )
            return ParentRow(**_told(row), children=tuple(named))
        return row

    def _student(self, row: PersonRow, record: _Record) -> StudentRow | None:
        born = self._births.get(row.external_id)
        if born is None:
            self._problems.append(
                Problem.on_line(Kind.BIRTH_DATE_UNKNOWN, row.place, name=str(row.name))
            )
            return None
        birth_date = born.date(Field.BIRTH_DATE)
        classes = self._classes_of(row.external_id, "student")
        if birth_date is None:
            return None
        if classes == ():
            self._problems.append(
                Problem.on_line(Kind.STUDENT_WITHOUT_CLASS, row.place, name=str(row.name))
            )
        level = level_of(record["grades"])
        return StudentRow(**_told(row), birth_date=birth_date, class_names=classes, level=level)

    def _classes_of(self, user: str, role: str) -> tuple[str, ...] | None:
        if not (self._tables.has("classes") and self._tables.has("enrollments")):
            return None
        ids = dict.fromkeys(pk for has, pk in self._enrolled[user] if has == role)
        return tuple(self._classes[pk] for pk in ids)


def _told(row: PersonRow) -> dict[str, Any]:
    """What a line says of anybody, whatever the profile."""
    names = ("place", "part", "name", "email", "external_id", "account")
    return {name: getattr(row, name) for name in names}


def level_of(grades: str) -> str:
    """The level of the first of these grades, in the words the school's own levels have."""
    first = next(iter(split(",", grades)), "")
    year = YEARS.get(first.upper())
    return first if year is None else NAMES[year][0]
