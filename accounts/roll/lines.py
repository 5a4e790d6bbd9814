"""One line of a list, read by the fields of its columns; what is wrong with it is noted down."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django_stubs_ext import StrOrPromise

from accounts.logins import fold
from accounts.roll import names
from accounts.roll.fields import Field
from accounts.roll.headings import Column
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import PersonName, Place
from accounts.roll.sheets import Row

MAX_NAME = 100
MAX_EMAIL = 254
FORMULA_STARTS = ("=", "+", "-", "@")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
YES = frozenset({"oui", "yes", "si", "sim", "true", "1", "x"})
NO = frozenset({"non", "no", "nao", "false", "0", ""})


class Columns:
    """Where each field stands; those of one `nth` belong to the same child."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.headings: list[str] = []
        self._positions: dict[tuple[Field, int], int] = {}
        for column in columns:
            self.headings.append(column.heading)
            if column.field is not None:
                self._positions[column.field, column.nth] = column.position

    def position(self, field: Field, nth: int = 1) -> int | None:
        return self._positions.get((field, nth))

    def fields(self) -> set[Field]:
        return {field for field, _nth in self._positions}

    def numbers(self, *fields: Field) -> list[int]:
        """Which numbers the columns of these fields have."""
        return sorted({nth for field, nth in self._positions if field in fields})


@dataclass(frozen=True, slots=True)
class NameFields:
    last: Field
    first: Field
    usage: Field
    second_last: Field | None = None


OWN_NAME = NameFields(Field.LAST_NAME, Field.FIRST_NAME, Field.USAGE_NAME, Field.SECOND_LAST_NAME)
CHILD_NAME = NameFields(Field.CHILD_LAST_NAME, Field.CHILD_FIRST_NAME, Field.CHILD_USAGE_NAME)


@dataclass(slots=True)
class Line:
    """`problems` is the reading's own list, which this line adds to."""

    file: str
    columns: Columns
    row: Row
    problems: list[Problem]

    @property
    def place(self) -> Place:
        return Place(self.file, self.row.line)

    def has(self, field: Field) -> bool:
        """Whether the list has such a column, whatever stands in it."""
        return self.columns.position(field) is not None

    def text(self, field: Field, nth: int = 1) -> str:
        position = self.columns.position(field, nth)
        text = "" if position is None else self.row.cells[position]
        return names.tidy(text) if text else ""

    def name(self, fields: NameFields = OWN_NAME, nth: int = 1) -> PersonName | None:
        """The usage name takes the place of the birth name where there is one."""
        birth_last = self._name_part(fields.last, nth, required=True)
        if birth_last and fields.second_last:
            birth_last = f"{birth_last} {self._name_part(fields.second_last, nth)}".strip()
        birth_last = names.last_name(birth_last)
        given = names.first_name(self._name_part(fields.first, nth, required=True))
        usage_last = names.last_name(self._name_part(fields.usage, nth))
        if not (birth_last and given):
            return None
        if usage_last and usage_last != birth_last:
            return PersonName(given, usage_last, birth_last)
        return PersonName(given, birth_last)

    def _name_part(self, field: Field, nth: int, *, required: bool = False) -> str:
        text = self.text(field, nth)
        if not text:
            if required:
                self.complain_of_nothing(field, nth)
        elif not re.search("[a-z]", names.folded(text)):
            self.complain(Kind.NAME_WITHOUT_LETTER, field, nth, value=text)
        else:
            return self.label(field, nth)
        return ""

    def label(self, field: Field, nth: int = 1) -> str:
        """A text that will be shown, and exported again to somebody's spreadsheet."""
        text = self.text(field, nth)
        if text.startswith(FORMULA_STARTS):
            self.complain(Kind.NAME_LIKE_FORMULA, field, nth, start=text[0])
        elif len(text) > MAX_NAME:
            self.complain(Kind.NAME_TOO_LONG, field, nth, limit=MAX_NAME)
        else:
            return text
        return ""

    def date(self, field: Field) -> date | None:
        text = self.text(field)
        if not text:
            self.complain_of_nothing(field)
            return None
        for form in DATES:
            if told := form.fullmatch(text):
                with suppress(ValueError):
                    return date(int(told["year"]), int(told["month"]), int(told["day"]))
        self.complain(Kind.DATE_UNREADABLE, field, value=text)
        return None

    def email(self, field: Field) -> str:
        text = self.text(field)
        if text and (len(text) > MAX_EMAIL or not EMAIL.fullmatch(text)):
            self.complain(Kind.EMAIL_UNREADABLE, field)
            return ""
        return text

    def is_yes(self, field: Field) -> bool:
        answer = fold(self.text(field))
        if answer not in YES | NO:
            self.complain(Kind.ANSWER_UNREADABLE, field, value=self.text(field))
        return answer in YES

    def complain_of_nothing(self, field: Field, nth: int = 1) -> None:
        self.complain(
            Kind.MISSING_VALUE, field, nth, heading=self._heading(field, nth) or field.label
        )

    def complain(
        self, kind: Kind, field: Field, nth: int = 1, **params: StrOrPromise | int
    ) -> None:
        position = self.columns.position(field, nth)
        column = None if position is None else position + 1
        heading = self._heading(field, nth)
        self.problems.append(Problem(kind, self.file, self.row.line, column, heading, params))

    def _heading(self, field: Field, nth: int) -> str:
        position = self.columns.position(field, nth)
        return "" if position is None else self.columns.headings[position]
