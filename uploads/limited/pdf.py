"""PDF files that only show pages: nothing that runs, nothing packed into them, no password."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from uploads.limited.kinds import KINDS, Kind
from uploads.limited.refusals import Refused, Why

RUNS = {"/JS", "/JavaScript", "/XFA"}
ACTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/Movie", "/GoToE"}
NAMES_A_FILE = {"/F", "/UF"}


def check_pdf(sent: Path) -> Kind:
    with PdfReader(sent) as reader:
        if reader.is_encrypted:
            raise Refused(Why.ENCRYPTED)
        if not reader.pages:
            raise Refused(Why.DAMAGED)
        _check(reader.trailer)
        for number, generation in _numbers(reader):
            _check(reader.get_object(IndirectObject(number, generation, reader)))
    return KINDS["application/pdf"]


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    for generation, places in reader.xref.items():
        yield from ((number, generation) for number in places)
    yield from ((number, 0) for number in reader.xref_objStm)


def _check(found: Any) -> None:
    """Looks at an object and at what stands in it; what it refers to has a number of its own."""
    waiting = [found]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, NameObject) and thing in ACTS:
            raise Refused(Why.ACTIVE)
        if isinstance(thing, ArrayObject):
            waiting += list.__iter__(thing)
        elif isinstance(thing, DictionaryObject):
            keys = dict.keys(thing)
            if RUNS & keys:
                raise Refused(Why.ACTIVE)
            if "/EmbeddedFiles" in keys or ("/EF" in keys and NAMES_A_FILE & keys):
                raise Refused(Why.CARRIES_FILES)
            waiting += dict.values(thing)
