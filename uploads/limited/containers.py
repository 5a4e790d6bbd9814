"""Containers of sound, of which nothing but the sound is kept.

What is written beside it is blanked where it lies: nothing moves, so that what says where the sound
is stays true. ISO/IEC 14496-12 and the Multimedia Programming Interface of RIFF say how they are
built.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from uploads.limited.refusals import Refused, Why


class Part(NamedTuple):
    """`place` is that of its name; its content goes from `begin` to before `end`."""

    name: bytes
    place: int
    begin: int
    end: int


# By the name of what they lie in. What is in none of these is text, a place, a picture, a maker's own.
SOUND_OF_MP4: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"mfra"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"mdia", b"edts"}),
}
SOUND_OF_WAV = frozenset({b"fmt ", b"fact", b"data"})
HEAD_OF_WAV = 12


def blank_mp4(content: bytearray) -> None:
    """Raises `Refused`, as `blank_wav` does, for what is no such container."""
    _blank_mp4_in(content, b"", 0, len(content))


def blank_wav(content: bytearray) -> None:
    for part in _parts(content, HEAD_OF_WAV, len(content), _part_of_wav):
        if part.name not in SOUND_OF_WAV:
            _blank(content, part, b"JUNK")


def _blank_mp4_in(content: bytearray, name: bytes, begin: int, end: int) -> None:
    for part in _parts(content, begin, end, _part_of_mp4):
        if part.name not in SOUND_OF_MP4[name]:
            _blank(content, part, b"free")
        elif part.name in SOUND_OF_MP4:
            _blank_mp4_in(content, part.name, part.begin, part.end)


def _blank(content: bytearray, part: Part, name: bytes) -> None:
    content[part.place : part.place + 4] = name
    content[part.begin : part.end] = bytes(part.end - part.begin)


def _parts(
    content: bytearray, begin: int, end: int, part_at: Callable[[bytearray, int, int], Part]
) -> Iterator[Part]:
    place = begin
    while place + 8 <= end:
        part = part_at(content, place, end)
        if not place < part.begin <= part.end <= end:
            raise Refused(Why.DAMAGED)
        yield part
        place = part.end


def _part_of_mp4(content: bytearray, place: int, end: int) -> Part:
    size, name = struct.unpack_from(">I4s", content, place)
    begin = place + 8
    if size == 1:
        (size,) = struct.unpack_from(">Q", content, begin)
        begin += 8
    return Part(name, place + 4, begin, place + size if size else end)


def _part_of_wav(content: bytearray, place: int, end: int) -> Part:
    """Some recorders stop without writing how long the last part is."""
    name, size = struct.unpack_from("<4sI", content, place)
    begin = place + 8
    return Part(name, place, begin, min(begin + size + size % 2, end))
