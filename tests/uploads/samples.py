"""Files as people send them, made here: whole and small, one of each kind."""

import struct
import wave
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from tests.newsfeed.conftest import picture

MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
Parts = dict[str, bytes]


def sent(content: bytes, name: str = "holiday") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_picture(kind: str = "JPEG") -> bytes:
    content: bytes = picture(kind).read()
    return content


def a_pdf(writer: PdfWriter | None = None) -> bytes:
    made, written = writer or PdfWriter(), BytesIO()
    made.add_blank_page(100, 100)
    made.write(written)
    return written.getvalue()


def a_packed_pdf(catalogue: str) -> bytes:
    """A PDF whose objects are packed into a stream, as most programs write them today."""
    objects = [catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects.append("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    places = [len(" ".join(["", *objects[:number]])) for number in range(3)]
    index = " ".join(f"{number + 1} {place}" for number, place in enumerate(places))
    inside = zlib.compress(f"{index} {' '.join(objects)}".encode())
    made = b"%PDF-1.7\n"
    packed = len(made)
    made += (
        f"4 0 obj << /Type /ObjStm /N 3 /First {len(index)} /Filter /FlateDecode "
        f"/Length {len(inside)} >> stream\n"
    ).encode()
    made += inside + b"\nendstream endobj\n"
    table = len(made)
    rows = [(0, 0, 0), *((2, 4, number) for number in range(3)), (1, packed, 0), (1, table, 0)]
    listed = b"".join(struct.pack("!BHB", *row) for row in rows)
    made += (
        f"5 0 obj << /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length {len(listed)} >> stream\n"
    ).encode()
    return made + listed + f"\nendstream endobj\nstartxref\n{table}\n%%EOF".encode()


def zipped(parts: Parts, stored: Iterable[str] = ()) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return made.getvalue()


def office_parts(extension: str = "docx", main_type: str = "main+xml") -> Parts:
    part, name = MAIN[extension]
    types = (
        f'<Types><Override PartName="/{part}" ContentType="{OFFICE}.{name}.{main_type}"/></Types>'
    )
    return {"[Content_Types].xml": types.encode(), part: b"<document/>"}


def a_document(extension: str = "docx", more: Parts | None = None) -> bytes:
    return zipped(office_parts(extension) | (more or {}))


def an_open_document(
    name: str = "text", manifest: bytes = b"<manifest/>", more: Parts | None = None
) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{name}".encode()
    parts = {"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": b"<text/>"}
    return zipped(parts | (more or {}), stored=["mimetype"])


def relations(kind: str, mode: str = "External") -> bytes:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{RELATIONS}/{kind}" '
        f'Target="https://elsewhere.example/x" TargetMode="{mode}"/></Relationships>'
    ).encode()


def a_wav(seconds: int = 1) -> bytes:
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000 * seconds))
    return made.getvalue()


def an_mp3() -> bytes:
    # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: each frame has 417 bytes.
    return (b"\xff\xfb\x90\x00" + bytes(413)) * 20


def an_aac() -> bytes:
    # ADTS, AAC-LC, 44.1 kHz, one channel: each frame has 32 bytes.
    return (b"\xff\xf1\x50\x40\x04\x1f\xfc" + bytes(25)) * 20


def a_flac() -> bytes:
    facts = struct.pack("!HH", 4096, 4096) + bytes(6)
    facts += ((44100 << 44) | (1 << 41) | (15 << 36) | 44100).to_bytes(8, "big") + bytes(16)
    return b"fLaC" + b"\x80\x00\x00\x22" + facts + bytes(64)


def an_ogg() -> bytes:
    """Opus: its head, its comments, and one page of silence."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    pages = [(2, 0, head), (0, 0, tags), (4, 48000, bytes(3))]
    return b"".join(_page(number, *page) for number, page in enumerate(pages))


def _page(number: int, flags: int, position: int, packet: bytes) -> bytes:
    facts = struct.pack("<BBqIII", 0, flags, position, 1, number, 0)
    return b"OggS" + facts + bytes([1, len(packet)]) + packet


def an_m4a(handler: bytes = b"soun") -> bytes:
    def box(name: bytes, *inside: bytes) -> bytes:
        content = b"".join(inside)
        return struct.pack("!I", len(content) + 8) + name + content

    length = box(b"mdhd", bytes(12) + struct.pack("!II", 44100, 44100) + bytes(4))
    kind = box(b"hdlr", bytes(8) + handler + bytes(13))
    # AAC-LC, 44.1 kHz, in the descriptors of MPEG-4, each with its tag and its length.
    decoder = b"\x04\x11\x40\x15" + bytes(11) + b"\x05\x02\x12\x10"
    described = b"\x03\x19\x00\x01\x00" + decoder + b"\x06\x01\x02"
    shape = struct.pack("!HHII", 2, 16, 0, 44100 << 16)
    entry = box(b"mp4a", bytes(16), shape, box(b"esds", bytes(4), described))
    table = box(b"stbl", box(b"stsd", struct.pack("!II", 0, 1) + entry))
    media = box(b"mdia", length, kind, box(b"minf", table))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42") + box(b"moov", box(b"trak", media))


WHOLE = {
    "image/jpeg": a_picture("JPEG"),
    "image/png": a_picture("PNG"),
    "image/webp": a_picture("WEBP"),
    "application/pdf": a_pdf(),
    f"{OFFICE}.wordprocessingml.document": a_document("docx"),
    f"{OFFICE}.spreadsheetml.sheet": a_document("xlsx"),
    f"{OFFICE}.presentationml.presentation": a_document("pptx"),
    "application/vnd.oasis.opendocument.text": an_open_document("text"),
    "application/vnd.oasis.opendocument.spreadsheet": an_open_document("spreadsheet"),
    "application/vnd.oasis.opendocument.presentation": an_open_document("presentation"),
    "application/vnd.oasis.opendocument.graphics": an_open_document("graphics"),
    "audio/mpeg": an_mp3(),
    "audio/mp4": an_m4a(),
    "audio/aac": an_aac(),
    "audio/ogg": an_ogg(),
    "audio/wav": a_wav(),
    "audio/flac": a_flac(),
}
