"""Sound that a browser can play, without what is written beside it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from mutagen import FileType, apev2, id3
from mutagen.aac import AAC
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from uploads.limited.containers import blank_mp4, blank_wav
from uploads.limited.kinds import KINDS, Kind
from uploads.limited.refusals import Refused, Why

MOVES = re.compile(rb"hdlr.{8}vide|\x80theora|\x01video\x00", re.DOTALL)


class Format(NamedTuple):
    """`strip` takes off, in the file, whatever is said beside the sound."""

    signature: re.Pattern[bytes]
    reader: type[FileType]
    strip: Callable[[Any, Path], None]
    content_type: str


def _strip_container(blank: Callable[[bytearray], None]) -> Callable[[Any, Path], None]:
    def strip(_found: Any, cleaned: Path) -> None:
        content = bytearray(cleaned.read_bytes())
        blank(content)
        cleaned.write_bytes(content)

    return strip


def _strip_ogg(found: Any, cleaned: Path) -> None:
    found.delete(cleaned)


def _strip_flac(found: FLAC, cleaned: Path) -> None:
    found.delete(cleaned)
    found.clear_pictures()
    found.save(cleaned, deleteid3=True)


def _strip_frames(_found: Any, cleaned: Path) -> None:
    id3.delete(cleaned)
    apev2.delete(cleaned)


_MP4, _WAV = _strip_container(blank_mp4), _strip_container(blank_wav)
FORMATS = (
    Format(re.compile(rb"....ftyp", re.DOTALL), MP4, _MP4, "audio/mp4"),
    Format(re.compile(rb"OggS.{24,300}?OpusHead", re.DOTALL), OggOpus, _strip_ogg, "audio/ogg"),
    Format(re.compile(rb"OggS.{24,300}?\x01vorbis", re.DOTALL), OggVorbis, _strip_ogg, "audio/ogg"),
    Format(re.compile(rb"fLaC"), FLAC, _strip_flac, "audio/flac"),
    Format(re.compile(rb"RIFF....WAVE", re.DOTALL), WAVE, _WAV, "audio/wav"),
    Format(re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), AAC, _strip_frames, "audio/aac"),
    Format(re.compile(rb"ID3|\xff[\xe2-\xff]"), MP3, _strip_frames, "audio/mpeg"),
)


def clean_sound(sent: Path, folder: Path, head: bytes) -> Kind:
    """Writes `content`: the sound without titles, places and covers."""
    known = _format_of(head)
    if MOVES.search(sent.read_bytes()):
        raise Refused(Why.FILM)
    cleaned = folder / "content"
    shutil.copyfile(sent, cleaned)
    found: Any = known.reader(cleaned)
    if not found.info.length > 0:
        raise Refused(Why.DAMAGED)
    known.strip(found, cleaned)
    return KINDS[known.content_type]


def _format_of(head: bytes) -> Format:
    for known in FORMATS:
        if known.signature.match(head):
            return known
    raise Refused(Why.UNKNOWN)
