"""One line of a list, read by the names of its columns; what is wrong with it is noted down."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from accounts.logins import fold
from accounts.roll import names
from accounts.roll.problems import Kind, Problem
from accounts.roll.reading import Row, Sheet
from accounts.roll.records import PersonName

MAX_NAME = 100
MAX_EMAIL = 254
FORMULA_STARTS = ("=", "+", "-", "@")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


def heading_key(heading: str) -> str:
    """Headings are compared without case, accents, spaces and signs."""
    return fold(heading).replace(" ", "")


class Columns:
    """Where each heading stands; the n-th of several alike belongs to the n-th child."""

    def __init__(self, headings: list[str]) -> None:
        self.headings = headings
        self._positions: dict[str, list[int]] = {}
        for position, heading in enumerate(headings):
            self._positions.setdefault(heading_key(heading), []).append(position)

    def position(self, key: str, nth: int = 0) -> int | None:
        positions = self._positions.get(key, [])
        return positions[nth] if nth < len(positions) else None

    def count(self, key: str) -> int:
        return len(self._positions.get(key, []))

    def keys(self) -> set[str]:
        return set(self._positions)


@dataclass(slots=True)
class Line:
    """`problems` is the reading's own list, which this line adds to."""

    sheet: Sheet
    columns: Columns
    row: Row
    problems: list[Problem]

    @property
    def number(self) -> int:
        return self.row.line

    def text(self, key: str, nth: int = 0) -> str:
        position = self.columns.position(key, nth)
        return "" if position is None else names.tidy(self.row.cells[position])

    def name(self, last: str, first: str, usage: str, nth: int = 0) -> PersonName | None:
        """The usage name takes the place of the birth name where there is one."""
        birth_last = names.last_name(self._name_part(last, nth, required=True))
        given = names.first_name(self._name_part(first, nth, required=True))
        usage_last = names.last_name(self._name_part(usage, nth, required=False))
        if not (birth_last and given):
            return None
        if usage_last and usage_last != birth_last:
            return PersonName(given, usage_last, birth_last)
        return PersonName(given, birth_last)

    def _name_part(self, key: str, nth: int, *, required: bool) -> str:
        text = self.text(key, nth)
        if not text:
            if required:
                self.complain(Kind.MISSING_VALUE, key, nth, heading=self._heading(key, nth))
        elif not re.search("[a-z]", fold(text)):
            self.complain(Kind.NAME_WITHOUT_LETTER, key, nth, value=text)
        else:
            return self.label(key, nth)
        return ""

    def label(self, key: str, nth: int = 0) -> str:
        """A text that will be shown, and exported again to somebody's spreadsheet."""
        text = self.text(key, nth)
        if text.startswith(FORMULA_STARTS):
            self.complain(Kind.NAME_LIKE_FORMULA, key, nth, start=text[0])
        elif len(text) > MAX_NAME:
            self.complain(Kind.NAME_TOO_LONG, key, nth, limit=MAX_NAME)
        else:
            return text
        return ""

    def date(self, key: str) -> date | None:
        text = self.text(key)
        if not text:
            self.complain(Kind.MISSING_VALUE, key, heading=self._heading(key))
            return None
        for date_format in DATE_FORMATS:
            try:
                return datetime.strptime(text, date_format).date()  # noqa: DTZ007  no time in it
            except ValueError:
                continue
        self.complain(Kind.DATE_UNREADABLE, key, value=text)
        return None

    def email(self, key: str) -> str:
        text = self.text(key)
        if text and (len(text) > MAX_EMAIL or not EMAIL.fullmatch(text)):
            self.complain(Kind.EMAIL_UNREADABLE, key)
            return ""
        return text

    def is_yes(self, key: str) -> bool:
        answer = fold(self.text(key))
        if answer not in {"oui", "non", ""}:
            self.complain(Kind.ANSWER_UNREADABLE, key, value=self.text(key))
        return answer == "oui"

    def complain(self, kind: Kind, key: str, nth: int = 0, **params: str | int) -> None:
        position = self.columns.position(key, nth)
        column = None if position is None else position + 1
        heading = self._heading(key, nth)
        file = self.sheet.file
        self.problems.append(Problem(kind, file, self.number, column, heading, params))

    def _heading(self, key: str, nth: int = 0) -> str:
        position = self.columns.position(key, nth)
        return "" if position is None else self.columns.headings[position]
