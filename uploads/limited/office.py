"""Documents of office programs: zip files of known parts, looked at without being unpacked."""

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from uploads.limited.kinds import KINDS, MEGABYTE, Family, Kind
from uploads.limited.refusals import Refused, Why

MOST_PARTS = 5000
MOST_UNPACKED = 300 * MEGABYTE
# Sheets of numbers shrink to a fiftieth; whatever shrinks much more holds nothing.
MOST_SHRUNK = 200
# Of a part as small as this nobody would make a bomb.
NEVER_A_BOMB = MEGABYTE
LARGEST_LIST = 2 * MEGABYTE
LARGEST_WITHIN = 20 * MEGABYTE
LENGTH_OF_END = 22

PACKED = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MZ|\x7fELF")
OBJECT = b"\xd0\xcf\x11\xe0"
WITHIN = re.compile(r"(word|xl|ppt)/embeddings/[^/]+\.(docx|xlsx|pptx)", re.IGNORECASE)
RUNS = re.compile(
    r"vbaProject|vbaData|/activeX/|/macrosheets/|^Basic/|^Scripts/|\.(bas|js|vbs|exe|dll|class|jar)$",
    re.IGNORECASE,
)
# Printers' settings are data of the printer's maker, and harmless.
SETTINGS = re.compile(r"/printerSettings/[^/]+\.bin$")
MAIN_PART = re.compile(
    r"application/vnd\.openxmlformats-officedocument\."
    r"(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation"
    r"|presentationml\.slideshow)\.main\+xml"
)
# A link waits for a click; anything else from elsewhere is fetched when the document opens.
WAITS_FOR_A_CLICK = ("/hyperlink", "/externalLinkPath")


def check_document(sent: Path) -> Kind:
    with sent.open("rb") as content:
        return _check(content, within=False)


def _check(content: IO[bytes], *, within: bool) -> Kind:
    # The directory's end is the file's end: neither a comment nor another file follows.
    content.seek(-LENGTH_OF_END, os.SEEK_END)
    if not content.read().startswith(b"PK\x05\x06"):
        raise Refused(Why.TWO_THINGS)
    with zipfile.ZipFile(content) as document:
        parts = document.infolist()
        _check_bounds(parts, document.start_dir)
        kind = _kind_of(document)
        for part in parts:
            _check_part(document, part, within=within)
    return kind


def _check_bounds(parts: list[zipfile.ZipInfo], end: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(Why.ENCRYPTED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(Why.BLOWN_UP)
    for part in parts:
        if part.file_size > max(NEVER_A_BOMB, MOST_SHRUNK * part.compress_size):
            raise Refused(Why.BLOWN_UP)
    if len({part.filename for part in parts}) < len(parts):
        raise Refused(Why.TWO_THINGS)
    # Parts that lie over one another, or something before the first of them.
    place = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < place or (place == 0 and part.header_offset != 0):
            raise Refused(Why.TWO_THINGS)
        place = part.header_offset + part.compress_size
    if place > end:
        raise Refused(Why.DAMAGED)


def _kind_of(document: zipfile.ZipFile) -> Kind:
    names = document.namelist()
    if "[Content_Types].xml" in names:
        return _ooxml_kind(_read(document, "[Content_Types].xml"))
    if names[:1] == ["mimetype"]:
        return _odf_kind(document)
    raise Refused(Why.ARCHIVE)


def _ooxml_kind(types: bytes) -> Kind:
    said = [each.get("ContentType", "") for each in ET.fromstring(types)]  # noqa: S314  (with limits)
    if any("macroEnabled" in each or "vbaProject" in each for each in said):
        raise Refused(Why.ACTIVE)
    for each in said:
        if main := MAIN_PART.fullmatch(each):
            name = main[1].replace("slideshow", "presentation")
            return KINDS[f"application/vnd.openxmlformats-officedocument.{name}"]
    raise Refused(Why.UNKNOWN)


def _odf_kind(document: zipfile.ZipFile) -> Kind:
    kind = KINDS.get(_read(document, "mimetype").decode("ascii", "replace").strip())
    if kind is None or kind.family is not Family.DOCUMENT:
        raise Refused(Why.UNKNOWN)
    if b"encryption-data" in _read(document, "META-INF/manifest.xml"):
        raise Refused(Why.ENCRYPTED)
    return kind


def _check_part(document: zipfile.ZipFile, part: zipfile.ZipInfo, *, within: bool) -> None:
    name = part.filename
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
        raise Refused(Why.TWO_THINGS)
    if RUNS.search(name):
        raise Refused(Why.ACTIVE)
    if name.endswith(".rels"):
        _check_relations(_read(document, name))
    if part.is_dir() or SETTINGS.search(name):
        return
    with document.open(part) as content:
        begins = content.read(8)
    if begins.startswith(OBJECT):
        raise Refused(Why.CARRIES_FILES)
    if PACKED.match(begins):
        # A chart carries the sheet of its numbers, which may carry nothing more.
        if within or not WITHIN.fullmatch(name) or part.file_size > LARGEST_WITHIN:
            raise Refused(Why.CARRIES_FILES)
        _check(BytesIO(document.read(part)), within=True)


def _check_relations(relations: bytes) -> None:
    for each in ET.fromstring(relations):  # noqa: S314  (with limits)
        from_elsewhere = each.get("TargetMode", "") == "External"
        if from_elsewhere and not each.get("Type", "").endswith(WAITS_FOR_A_CLICK):
            raise Refused(Why.REACHES_OUT)


def _read(document: zipfile.ZipFile, name: str) -> bytes:
    if document.getinfo(name).file_size > LARGEST_LIST:
        raise Refused(Why.BLOWN_UP)
    return document.read(name)
