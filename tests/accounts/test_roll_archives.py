"""Zip files that somebody made to do harm, or that are simply not what was asked for."""

import io
import resource
import struct
import zipfile

import pytest

from accounts.roll.archives import MAX_MEMBERS
from accounts.roll.problems import Kind
from accounts.roll.reading import read_roll

LIST = b"nom;prenom;date naissance;classe\nROUX;Lea;2015-03-02;CP"


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def encrypted() -> bytes:
    content = bytearray(zipped(("a.csv", LIST)))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flags = content.index(signature) + place
        struct.pack_into("<H", content, flags, 1)
    return bytes(content)


def test_lists_in_a_zip_are_read_under_both_names() -> None:
    packed = zipped(("liste/a.csv", LIST), ("__MACOSX/._a.csv", b"\x00"), ("read me.txt", b"x"))
    reading = read_roll({"roll.zip": packed})
    assert reading.problems == ()
    assert [sheet.file for sheet in reading.sheets] == ["roll.zip/liste/a.csv"]
    assert len(reading.roll.students) == 1


@pytest.mark.parametrize(
    ("content", "kind", "file"),
    [
        (b"no zip at all", Kind.ZIP_BROKEN, "roll.zip"),
        (zipped(("a.csv", LIST))[:-30], Kind.ZIP_BROKEN, "roll.zip"),
        (zipped(), Kind.ZIP_WITHOUT_LIST, "roll.zip"),
        (zipped(("[Content_Types].xml", b"<x/>")), Kind.ZIP_WITHOUT_LIST, "roll.zip"),
        (zipped(("a.csv", LIST)).replace(b"a.csv", b"\0.csv"), Kind.ZIP_WITHOUT_LIST, "roll.zip"),
        (zipped(("inner.zip", zipped(("a.csv", LIST)))), Kind.ZIP_NESTED, "roll.zip/inner.zip"),
        (zipped(("../a.csv", LIST)), Kind.ZIP_PATH, "roll.zip/../a.csv"),
        (zipped(("/etc/a.csv", LIST)), Kind.ZIP_PATH, "roll.zip//etc/a.csv"),
        (zipped(("a\n.csv", LIST)), Kind.ZIP_PATH, "roll.zip/a\\n.csv"),
        (encrypted(), Kind.ZIP_ENCRYPTED, "roll.zip/a.csv"),
        (
            zipped(*((f"{n}.csv", b"x") for n in range(MAX_MEMBERS + 1))),
            Kind.ZIP_TOO_MANY,
            "roll.zip",
        ),
        (zipped(("a.csv", zipped(("b.csv", LIST)))), Kind.SPREADSHEET, "roll.zip/a.csv"),
    ],
)
def test_what_no_export_makes_is_refused_with_a_clear_line(
    content: bytes, kind: Kind, file: str
) -> None:
    reading = read_roll({"roll.zip": content})
    assert [(p.kind, p.file) for p in reading.errors] == [(kind, file)]
    assert "%(" not in str(reading.errors[0])
    assert reading.roll.given == frozenset()


@pytest.mark.parametrize("files", [1, 40])
def test_a_bomb_is_refused_before_it_fills_the_memory(files: int) -> None:
    """A gigabyte of blanks weighs a megabyte packed, and a zip file may lie about its sizes."""
    packed = zipped(*((f"{n}.csv", b" " * (1024 // files) * 1024**2) for n in range(files)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read_roll({"roll.zip": packed})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert {problem.kind for problem in reading.errors} == {Kind.FILE_TOO_LARGE}
    assert grown < 300 * 1024


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed = zipped(("a.csv", LIST), ("a.csv", LIST + b"\nROY;Luc;2015-01-01;CP"))
    assert [p.kind for p in read_roll({"roll.zip": packed}).errors] == [Kind.ZIP_BROKEN]


def test_a_spreadsheet_named_csv_is_refused() -> None:
    packed = zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>"))
    (problem,) = read_roll({"roll.csv": packed}).errors
    assert (problem.kind, problem.line, problem.column) == (Kind.SPREADSHEET, 1, 1)
