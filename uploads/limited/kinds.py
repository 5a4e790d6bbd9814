"""The kinds of files that may be shared, and by what their first bytes are known."""

import re
from dataclasses import dataclass
from enum import StrEnum

from uploads.limited.refusals import Refused, Why

MEGABYTE = 1024 * 1024
HEAD = 4096


class Family(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    DOCUMENT = "document"
    SOUND = "sound"


LARGEST = {
    Family.PICTURE: 15 * MEGABYTE,
    Family.PDF: 50 * MEGABYTE,
    Family.DOCUMENT: 50 * MEGABYTE,
    Family.SOUND: 50 * MEGABYTE,
}


@dataclass(frozen=True)
class Kind:
    content_type: str
    extension: str
    family: Family


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS = {
    kind.content_type: kind
    for kind in (
        Kind("image/jpeg", "jpg", Family.PICTURE),
        Kind("image/png", "png", Family.PICTURE),
        Kind("image/webp", "webp", Family.PICTURE),
        Kind("application/pdf", "pdf", Family.PDF),
        Kind(f"{_OOXML}wordprocessingml.document", "docx", Family.DOCUMENT),
        Kind(f"{_OOXML}spreadsheetml.sheet", "xlsx", Family.DOCUMENT),
        Kind(f"{_OOXML}presentationml.presentation", "pptx", Family.DOCUMENT),
        Kind(f"{_ODF}text", "odt", Family.DOCUMENT),
        Kind(f"{_ODF}spreadsheet", "ods", Family.DOCUMENT),
        Kind(f"{_ODF}presentation", "odp", Family.DOCUMENT),
        Kind(f"{_ODF}graphics", "odg", Family.DOCUMENT),
        Kind("audio/mpeg", "mp3", Family.SOUND),
        Kind("audio/mp4", "m4a", Family.SOUND),
        Kind("audio/aac", "aac", Family.SOUND),
        Kind("audio/ogg", "ogg", Family.SOUND),
        Kind("audio/wav", "wav", Family.SOUND),
        Kind("audio/flac", "flac", Family.SOUND),
    )
}

_SIGNATURES: tuple[tuple[re.Pattern[bytes], Family | Why], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE if text else re.DOTALL), found)
    for pattern, found, text in (
        (rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP", Family.PICTURE, False),
        (rb"%PDF-", Family.PDF, False),
        (rb"PK\x03\x04", Family.DOCUMENT, False),
        (rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1|avif)", Why.APPLE_PICTURE, False),
        (rb"ID3|OggS|fLaC|RIFF....WAVE|....ftyp|\xff[\xe2-\xff]", Family.SOUND, False),
        (rb"\xd0\xcf\x11\xe0|\{\\rtf", Why.OLD_DOCUMENT, False),
        (rb"\x1a\x45\xdf\xa3|RIFF....AVI |\x00\x00\x01\xba|FLV", Why.FILM, False),
        (
            rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|PK\x05\x06|.{257}ustar|MSCF",
            Why.ARCHIVE,
            False,
        ),
        (rb"[^\x00]{0,2000}<svg", Why.DRAWING, True),
    )
)


def family_of(head: bytes) -> Family:
    """Raises `Refused`. What begins like something of a family may still be none of it."""
    for signature, found in _SIGNATURES:
        if signature.match(head):
            if isinstance(found, Why):
                raise Refused(found)
            return found
    raise Refused(Why.UNKNOWN)
