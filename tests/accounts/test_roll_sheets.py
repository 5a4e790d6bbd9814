import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roll.problems import Kind, Problem, RollRefused
from accounts.roll.sheets import MAX_CELL, read_sheet

CELLS = st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0xFF), max_size=20)


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in read_sheet("list.csv", content).rows]


def refusal(content: bytes) -> Problem:
    with pytest.raises(RollRefused) as refused:
        rows(content)
    return refused.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "cp1252", "utf-16"])
def test_accents_arrive_in_any_usual_encoding(encoding: str) -> None:
    sheet = read_sheet("list.csv", "Prénom;Nom\r\nZoé;Noël\r\n".encode(encoding))
    assert sheet.headings == ["Prénom", "Nom"]
    assert [row.cells for row in sheet.rows] == [["Zoé", "Noël"]]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_machines_are_told_by_their_letters(encoding: str) -> None:
    names = "Élodie;Zoé;Noël;Anaïs;Françoise;Gaëlle;Hélène;Maëlys;Chloé;Inès"
    text = "Prénom;Né le\n" + "\n".join(f"{name};2015-03-02" for name in names.split(";"))
    assert [cells[0] for _, cells in rows(text.encode(encoding))] == names.split(";")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_need_no_mark(encoding: str) -> None:
    assert rows("Prénom;Nom\nZoé;Noël".encode(encoding)) == [(2, ["Zoé", "Noël"])]


@pytest.mark.parametrize("word", ["Zoé", "Œuvré", "Ÿ", "d’Éa", "Çelik", "Šárka", "Žofie", "Ñandú"])
def test_a_single_name_is_enough_for_windows_1252(word: str) -> None:
    assert rows(f"Nom\n{word}".encode("cp1252")) == [(2, [word])]


def test_any_end_of_line_and_tabs() -> None:
    assert rows(b"a\tb\r1\t2\r3\t4") == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_letters_windows_adds_to_iso_8859_1_are_read() -> None:
    assert rows("Nom\nŒuvré".encode("cp1252")) == [(2, ["Œuvré"])]


@pytest.mark.parametrize("content", [b"a;b,c\n1;2", b'"a;x",b\n1,2', b"\na,b\n1,2"])
def test_the_separator_is_the_one_of_the_headings(content: bytes) -> None:
    assert [len(cells) for _, cells in rows(content)] == [2]


def test_rows_know_their_line_whatever_comes_before() -> None:
    content = b'a;b\r\n\r\n"two\r\nlines";x\r\n;;\r\nlast;y'
    assert rows(content) == [(3, ["two\r\nlines", "x"]), (6, ["last", "y"])]


def test_rows_are_as_wide_as_the_headings() -> None:
    assert rows(b"a;b\n1;2;;;\n1\n") == [(2, ["1", "2"]), (3, ["1", ""])]


@pytest.mark.parametrize(
    ("content", "kind", "line", "column"),
    [
        (b"", Kind.FILE_EMPTY, None, None),
        (b"\r\n \r\n", Kind.FILE_EMPTY, None, None),
        (b"PK\x03\x04 a zip named .csv", Kind.SPREADSHEET, 1, 1),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Kind.SPREADSHEET, 1, 1),
        (b"a;b\r\n1;2\r\n3;4\x005\r\n", Kind.NOT_TEXT, 3, 2),
        (b"a;b\x1b\n", Kind.NOT_TEXT, 1, 2),
        (b'a;b\n1;2\n3;"4\n5;6\n', Kind.BROKEN_QUOTES, 3, 2),
        (b'a;b;c\n1;"2"x;3\n', Kind.BROKEN_QUOTES, 2, 2),
        (b"a;b\n1;" + b"x" * (MAX_CELL + 1), Kind.CELL_TOO_LONG, 2, 2),
        (b"a;b\n1;" + b"x" * 10_000_000, Kind.CELL_TOO_LONG, 2, 2),
        (b"a;b\n" + b"x" * 41 * 1024 * 1024, Kind.FILE_TOO_LARGE, None, None),
    ],
)
def test_what_is_no_list_is_refused_where_it_breaks(
    content: bytes, kind: Kind, line: int | None, column: int | None
) -> None:
    problem = refusal(content)
    assert (problem.kind, problem.file, problem.line, problem.column) == (
        kind,
        "list.csv",
        line,
        column,
    )
    assert problem.message
    assert problem.cure


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8))
def test_whatever_a_spreadsheet_writes_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["a", "b"], *table])
    kept = [cells for cells in table if any(cell.strip() for cell in cells)]
    assert [cells for _, cells in rows(written.getvalue().encode())] == kept


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(RollRefused):
        rows(content)
