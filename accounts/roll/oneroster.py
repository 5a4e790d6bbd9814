"""OneRoster 1.2 as CSV: a folder or zip file of tables that refer to each other by sourcedId.

Only the tables that say who belongs to a school are read. Whoever is to be deleted, disabled or
over is as if not there, and so found missing like anybody else who is not on a roll.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.levels import NAMES
from accounts.roll.choices import Choices
from accounts.roll.fields import Field
from accounts.roll.lines import Line
from accounts.roll.lists import Lists, split
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import (
    ChildReference,
    ParentRow,
    Part,
    PersonName,
    PersonRow,
    StudentRow,
    TeacherRow,
)
from accounts.roll.roster_tables import Record, Roster, Tables

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


def read_roster(
    roster: Roster, choices: Choices, lists: Lists, problems: list[Problem]
) -> list[Org]:
    """Adds the people of one school to `lists`; returns the schools to choose from."""
    tables = Tables(roster, choices, problems)
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


class _School:
    """The people of one school, put together from the tables."""

    def __init__(self, school: str, tables: Tables, problems: list[Problem]) -> None:
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

    def _parts(self, user: Record) -> list[Part]:
        roles = [role for role, _org in self._roles[user["sourcedId"]]]
        return list(dict.fromkeys(PARTS[role] for role in roles if role in PARTS))

    def _children(self, users: list[tuple[Record, Line]]) -> dict[str, list[str]]:
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
        record: Record,
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

    def _student(self, row: PersonRow, record: Record) -> StudentRow | None:
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
