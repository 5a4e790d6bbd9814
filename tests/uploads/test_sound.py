from io import BytesIO
from pathlib import Path

import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, TIT2
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from tests.uploads import samples
from tests.uploads.conftest import LookAt, refused
from uploads.limited.refusals import Why

PLACE = "12 rue des Lilas"


def an_mp3_with_its_place() -> bytes:
    tagged = BytesIO()
    tags = ID3()
    tags.add(TIT2(text=PLACE))
    tags.save(tagged)
    return tagged.getvalue() + samples.an_mp3()


def tagged(content: bytes, reader: type, key: str) -> bytes:
    sound = BytesIO(content)
    read = reader(sound)
    if read.tags is None:
        read.add_tags()
    read.tags[key] = TIT2(text=PLACE) if reader is WAVE else [PLACE]
    if reader is FLAC:
        cover = Picture()
        cover.desc = PLACE
        read.add_picture(cover)
    sound.seek(0)
    read.save(sound)
    return sound.getvalue()


def a_wav_with(name: bytes) -> bytes:
    """Parts of odd length are padded."""
    said = PLACE.encode() + b"!"
    whole = samples.a_wav() + name + len(said).to_bytes(4, "little") + said + b"\0"
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def an_m4a_with(place: bytes, name: bytes) -> bytes:
    """As telephones write where they recorded, at the end of what is at `place`."""
    whole, said = samples.an_m4a(), (8 + len(PLACE)).to_bytes(4, "big") + name + PLACE.encode()
    if not place:
        return whole + said
    at = whole.index(place) - 4
    size = int.from_bytes(whole[at : at + 4], "big")
    longer = (size + len(said)).to_bytes(4, "big") + whole[at + 4 : at + size] + said
    if place == b"trak":
        outer = whole.index(b"moov") - 4
        grown = (int.from_bytes(whole[outer : outer + 4], "big") + len(said)).to_bytes(4, "big")
        return whole[:outer] + grown + whole[outer + 4 : at] + longer
    return whole[:at] + longer


@pytest.mark.parametrize(
    "content",
    [
        an_mp3_with_its_place(),
        tagged(samples.an_m4a(), MP4, "\xa9nam"),
        tagged(samples.a_flac(), FLAC, "TITLE"),
        tagged(samples.an_ogg(), OggOpus, "TITLE"),
        tagged(samples.a_wav(), WAVE, "TIT2"),
        a_wav_with(b"LIST"),
        a_wav_with(b"bext"),
        an_m4a_with(b"", b"uuid"),
        an_m4a_with(b"moov", b"udta"),
        an_m4a_with(b"trak", b"meta"),
        samples.an_mp3() + b"TAG" + PLACE.encode().ljust(125, b"\0"),
        samples.an_aac() + b"TAG" + PLACE.encode().ljust(125, b"\0"),
    ],
    ids=[
        *("mp3", "m4a", "flac", "ogg", "wav", "wav list", "wav broadcast"),
        *("m4a uuid", "m4a udta", "m4a meta of a track", "mp3 of old", "aac"),
    ],
)
def test_titles_places_and_covers_are_gone(look_at: LookAt, tmp_path: Path, content: bytes) -> None:
    spellings = [PLACE.encode(code) for code in ("utf-8", "utf-16-le")]
    assert any(each in content for each in spellings)
    assert look_at(content).keys() == {"content_type"}
    kept = (tmp_path / "content").read_bytes()
    assert not any(each in kept for each in spellings)
    assert look_at(kept).keys() == {"content_type"}


def test_sound_without_any_is_refused(look_at: LookAt) -> None:
    silent = samples.a_wav(seconds=0)
    assert look_at(silent) == refused(Why.DAMAGED)


def test_what_is_no_container_after_all_is_refused(look_at: LookAt) -> None:
    whole = samples.an_m4a()
    longer = whole + b"\x00\x00\xff\xfffree"
    assert look_at(longer) == refused(Why.DAMAGED)


def test_sound_whose_recorder_stopped_early_is_kept(look_at: LookAt) -> None:
    assert look_at(samples.a_wav()[:-1]) == {"content_type": "audio/wav"}
