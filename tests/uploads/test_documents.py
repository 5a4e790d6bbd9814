"""Documents that do nothing but be read: in PDF and in the formats of office programs."""

import zipfile
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from tests.uploads import samples
from tests.uploads.conftest import LookAt, refused
from tests.uploads.samples import (
    a_document,
    a_pdf,
    an_open_document,
    office_parts,
    relations,
    zipped,
)
from uploads.limited import office
from uploads.limited.refusals import Why

RELS = "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def accepted(told: dict[str, object]) -> bool:
    return "content_type" in told


def acting(**entries: str) -> PdfWriter:
    """A PDF that does something when it is opened."""
    writer = PdfWriter()
    action = DictionaryObject(
        {NameObject(f"/{key}"): _value(value) for key, value in entries.items()}
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return writer


def _value(value: str) -> NameObject | TextStringObject:
    return NameObject(value) if value.startswith("/") else TextStringObject(value)


def test_a_pdf_with_links_is_fine(look_at: LookAt) -> None:
    assert accepted(look_at(a_pdf(acting(S="/URI", URI="https://musee.example"))))


@pytest.mark.parametrize(
    "entries",
    [
        {"S": "/JavaScript", "JS": "app.alert(1)"},
        {"S": "/Launch", "F": "cmd.exe"},
        {"S": "/SubmitForm", "F": "https://elsewhere.example"},
        {"S": "/ImportData"},
    ],
)
def test_a_pdf_that_acts_is_refused(look_at: LookAt, entries: dict[str, str]) -> None:
    assert look_at(a_pdf(acting(**entries))) == refused(Why.ACTIVE)


def test_a_pdf_that_hides_what_it_does_deep_inside_is_refused(look_at: LookAt) -> None:
    writer = PdfWriter()
    act = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
    inside = DictionaryObject({NameObject("/Any"): ArrayObject([ArrayObject([act])])})
    writer.root_object[NameObject("/Other")] = inside
    assert look_at(a_pdf(writer)) == refused(Why.ACTIVE)


def test_a_pdf_that_packs_its_objects_hides_nothing(look_at: LookAt) -> None:
    """Written by hand: an action in an object stream, which no search of the bytes would find."""
    assert look_at(samples.a_packed_pdf("<< /Type /Catalog /Pages 2 0 R >>")).keys() >= {
        "content_type"
    }
    for name in ("Launch", "#4caunch"):
        action = f"/OpenAction << /S /{name} /F (x) >>"
        packed = samples.a_packed_pdf(f"<< /Type /Catalog /Pages 2 0 R {action} >>")
        assert b"aunch" not in packed
        assert look_at(packed) == refused(Why.ACTIVE)


def test_a_pdf_that_carries_files_is_refused(look_at: LookAt) -> None:
    writer = PdfWriter()
    writer.add_attachment("evil.exe", b"MZ")
    assert look_at(a_pdf(writer)) == refused(Why.CARRIES_FILES)


def test_a_pdf_with_a_password_is_refused(look_at: LookAt) -> None:
    writer = PdfWriter()
    writer.encrypt("secret", algorithm="RC4-128")
    assert look_at(a_pdf(writer)) == refused(Why.ENCRYPTED)


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx"])
def test_macros_are_refused(look_at: LookAt, extension: str) -> None:
    parts = office_parts(extension)
    with_macros = {
        name: content.replace(b"main+xml", b"macroEnabled.main+xml")
        for name, content in parts.items()
    }
    assert look_at(zipped(with_macros)) == refused(Why.ACTIVE)
    assert look_at(zipped(parts | {"word/vbaProject.bin": b"x"})) == refused(Why.ACTIVE)
    assert look_at(zipped(parts | {"word/activeX/a.xml": b"x"})) == refused(Why.ACTIVE)


@pytest.mark.parametrize("part", ["Basic/Standard/Module1.xml", "Scripts/python/a.py", "a.js"])
def test_macros_of_open_documents_are_refused(look_at: LookAt, part: str) -> None:
    assert look_at(an_open_document(more={part: b"x"})) == refused(Why.ACTIVE)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_what_is_fetched_from_elsewhere_is_refused(look_at: LookAt, kind: str) -> None:
    assert look_at(a_document("docx", {RELS: relations(kind)})) == refused(Why.REACHES_OUT)
    assert accepted(look_at(a_document("docx", {RELS: relations(kind, "Internal")})))


def test_links_may_lead_elsewhere(look_at: LookAt) -> None:
    assert accepted(look_at(a_document("docx", {RELS: relations("hyperlink")})))


def test_a_chart_may_carry_its_sheet_and_that_nothing_more(look_at: LookAt) -> None:
    sheet = a_document("xlsx")
    place = "word/embeddings/Sheet.xlsx"
    assert accepted(look_at(a_document("docx", {place: sheet})))
    nested = a_document("xlsx", {"xl/embeddings/Sheet.xlsx": sheet})
    assert look_at(a_document("docx", {place: nested})) == refused(Why.CARRIES_FILES)
    bomb = a_document("xlsx", {"xl/big.xml": bytes(100_000_000)})
    assert look_at(a_document("docx", {place: bomb})) == refused(Why.BLOWN_UP)


@pytest.mark.parametrize(
    "content", [zipped({"a": b"x"}), b"Rar!\x1a\x07", b"MZ\x90", OLE, samples.a_document("xlsx")]
)
def test_other_files_inside_are_refused_whatever_their_name(
    look_at: LookAt, content: bytes
) -> None:
    for place in ("word/media/image1.png", "Pictures/1.png"):
        assert look_at(a_document("docx", {place: content})) == refused(Why.CARRIES_FILES)
        assert look_at(an_open_document(more={place: content})) == refused(Why.CARRIES_FILES)


def test_bombs_are_refused_without_being_unpacked(
    look_at: LookAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = a_document("docx", {"word/big.xml": bytes(50_000_000)})
    many = zipped(office_parts() | {f"{number}.xml": b"" for number in range(5001)})
    small = a_document()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("unpacked"))
    assert look_at(bomb) == refused(Why.BLOWN_UP)
    assert look_at(many) == refused(Why.BLOWN_UP)
    monkeypatch.setattr(office, "MOST_UNPACKED", 10)
    assert look_at(small) == refused(Why.BLOWN_UP)


def test_parts_over_one_another_are_refused(look_at: LookAt) -> None:
    """As the bombs that pack one part a million times: all entries lead to the same place."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in office_parts().items():
            archive.writestr(name, content)
        archive.writestr("a.xml", b"<a/>")
        archive.writestr("b.xml", b"<b/>")
        archive.infolist()[-1].header_offset = archive.infolist()[-2].header_offset
    assert look_at(made.getvalue()) == refused(Why.TWO_THINGS)


def test_what_stands_before_or_behind_a_document_is_refused(look_at: LookAt) -> None:
    document = a_document()
    commented = BytesIO(document)
    with zipfile.ZipFile(commented, "a") as archive:
        archive.comment = b"<script>"
    assert look_at(commented.getvalue()) == refused(Why.TWO_THINGS)
    assert look_at(b"PK\x03\x04<html>" + document) == refused(Why.TWO_THINGS)
    assert look_at(document + b"<html>") == refused(Why.TWO_THINGS)


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "word/..\\evil", "\\evil"])
def test_paths_that_lead_out_are_refused(look_at: LookAt, name: str) -> None:
    assert look_at(a_document("docx", {name: b"x"})) == refused(Why.TWO_THINGS)


def test_documents_with_a_password_are_refused(look_at: LookAt) -> None:
    manifest = b"<manifest><encryption-data/></manifest>"
    assert look_at(an_open_document(manifest=manifest)) == refused(Why.ENCRYPTED)
    locked = bytearray(a_document())
    # In each head the bit that says so.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(signature)
        while place >= 0:
            locked[place + offset] |= 1
            place = locked.find(signature, place + 1)
    assert look_at(bytes(locked)) == refused(Why.ENCRYPTED)


def test_an_open_document_that_is_none_of_ours_is_refused(look_at: LookAt) -> None:
    assert look_at(an_open_document("database")) == refused(Why.UNKNOWN)
    assert look_at(an_open_document("text-template")) == refused(Why.UNKNOWN)
