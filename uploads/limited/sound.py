"""Sound that a browser can play, without what is written beside it."""

import re
import shutil
from pathlib import Path
from typing import Any

from mutagen import FileType
from mutagen.aac import AAC
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from uploads.limited.kinds import KINDS, Kind
from uploads.limited.refusals import Refused, Why

FORMATS: tuple[tuple[re.Pattern[bytes], type[FileType], str], ...] = (
    (re.compile(rb"....ftyp", re.DOTALL), MP4, "audio/mp4"),
    (re.compile(rb"OggS.{24,300}?OpusHead", re.DOTALL), OggOpus, "audio/ogg"),
    (re.compile(rb"OggS.{24,300}?\x01vorbis", re.DOTALL), OggVorbis, "audio/ogg"),
    (re.compile(rb"fLaC"), FLAC, "audio/flac"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), WAVE, "audio/wav"),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), AAC, "audio/aac"),
    (re.compile(rb"ID3|\xff[\xe2-\xff]"), MP3, "audio/mpeg"),
)
MOVES = re.compile(rb"hdlr.{8}vide|\x80theora|\x01video\x00", re.DOTALL)


def clean_sound(sent: Path, folder: Path, head: bytes) -> Kind:
    """Writes `content`: the sound without titles, places and covers."""
    reader, content_type = _reader_of(head)
    if MOVES.search(sent.read_bytes()):
        raise Refused(Why.FILM)
    cleaned = folder / "content"
    shutil.copyfile(sent, cleaned)
    found: Any = reader(cleaned)
    if not found.info.length > 0:
        raise Refused(Why.DAMAGED)
    found.delete(cleaned)
    if isinstance(found, FLAC):
        found.clear_pictures()
        found.save(cleaned, deleteid3=True)
    return KINDS[content_type]


def _reader_of(head: bytes) -> tuple[type[FileType], str]:
    for signature, reader, content_type in FORMATS:
        if signature.match(head):
            return reader, content_type
    raise Refused(Why.UNKNOWN)
