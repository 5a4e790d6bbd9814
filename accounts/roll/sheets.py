"""From the bytes of a CSV file to numbered rows of text, or to a plain refusal."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from charset_normalizer import from_bytes

from accounts.roll.problems import Kind, Problem, RollRefused

MAX_FILE_MEGABYTES = 40
MAX_CELL = 1000
DELIMITERS = (";", ",", "\t")
DOCUMENT_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x1f\x8b")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OLD_ENCODINGS = ("mac_roman", "cp850")
UNLIKELY_IN_WINDOWS = re.compile(rb"[\x81-\x84\x86-\x8b\x8d-\x90\x95\x98-\x9b\x9d-\x9f]")
SAMPLE = 4096
NO_LIST_HOLDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: list[str]


@dataclass(slots=True)
class Sheet:
    """`line` is where the headings are; `rows` can be read once and may raise RollRefused.

    A row may be wider than the headings: whoever reads it must not lose what stands there.
    """

    file: str
    line: int
    headings: list[str]
    rows: Iterator[Row]

    def put_back(self, rows: Iterable[Row]) -> None:
        """Rows that were read too soon come again."""
        self.rows = chain(rows, self.rows)


def read_sheet(file: str, content: bytes) -> Sheet:
    """The sheet in a CSV file; raises RollRefused where it cannot be one."""
    text = _decode(file, content)
    delimiter = _delimiter(text)
    rows = _rows(file, text, delimiter)
    first = next(rows, None)
    if first is None:
        raise RollRefused(Problem(Kind.FILE_EMPTY, file))
    headings = [heading.strip() for heading in first.cells]
    return Sheet(file, first.line, headings, (_fitted(row, len(headings)) for row in rows))


def _decode(file: str, content: bytes) -> str:
    if len(content) > MAX_FILE_MEGABYTES * 1024 * 1024:
        raise RollRefused(Problem(Kind.FILE_TOO_LARGE, file, params={"limit": MAX_FILE_MEGABYTES}))
    if content.startswith(DOCUMENT_STARTS):
        raise RollRefused(Problem(Kind.SPREADSHEET, file, line=1, column=1))
    text = _text(content)
    if stray := NO_LIST_HOLDS.search(text):
        before = text[: stray.start()]
        line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
        column = 1 + before.count(_delimiter(text), line_start)
        raise RollRefused(
            Problem(
                Kind.NOT_TEXT, file, line=len(before[:line_start].splitlines()) + 1, column=column
            )
        )
    return text


def _text(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    for encoding in ("utf-8", *_without_mark(content)):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("iso-8859-1")


def _without_mark(content: bytes) -> Iterator[str]:
    """Encodings in the order in which they are likely."""
    start = content[:SAMPLE]
    if start[1::2].count(0) > len(start) // 4:
        yield "utf-16-le"
    if start[::2].count(0) > len(start) // 4:
        yield "utf-16-be"
    # What calls itself ISO-8859-1 is mostly Windows-1252, which has letters (œ) in the gap. Where
    # other signs stand there it may come from an old Mac or from DOS; a short list has too few
    # letters for a guess among more.
    if UNLIKELY_IN_WINDOWS.search(content):
        guess = from_bytes(content, cp_isolation=[*OLD_ENCODINGS, "cp1252"]).best()
        if guess is not None:
            yield guess.encoding
    yield "cp1252"


def _delimiter(text: str) -> str:
    heading_line = re.split("[\r\n]", text.lstrip("\r\n \ufeff"), maxsplit=1)[0]
    unquoted = re.sub(r'"[^"]*"', "", heading_line)
    return max(DELIMITERS, key=unquoted.count)


def _rows(file: str, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise RollRefused(_broken_cell(file, line, text, delimiter)) from None
        for column, cell in enumerate(cells, 1):
            if len(cell) > MAX_CELL:
                raise RollRefused(_too_long(file, line, column))
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def _broken_cell(file: str, line: int, text: str, delimiter: str) -> Problem:
    broken = next(islice(io.StringIO(text, newline=""), line - 1, None))
    longest = max(enumerate(broken.split(delimiter), 1), key=lambda cell: len(cell[1]))
    if len(longest[1]) > MAX_CELL:
        return _too_long(file, line, longest[0])
    # A closing quote with more text behind it; otherwise the last quote of the line is left open.
    closed_early = re.search(rf'(?:^|{delimiter})"(?:[^"]|"")*"(?=[^{delimiter}\r\n"])', broken)
    cells_before = next(
        csv.reader([broken[: closed_early.end()] if closed_early else broken], delimiter=delimiter)
    )
    return Problem(Kind.BROKEN_QUOTES, file, line, len(cells_before))


def _too_long(file: str, line: int, column: int) -> Problem:
    return Problem(Kind.CELL_TOO_LONG, file, line, column, params={"limit": MAX_CELL})


def _fitted(row: Row, width: int) -> Row:
    """As wide as the headings: exporters add empty cells, or leave them out."""
    cells = row.cells
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return Row(row.line, cells + [""] * (width - len(cells)))
