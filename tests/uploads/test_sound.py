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


@pytest.mark.parametrize(
    "content",
    [
        an_mp3_with_its_place(),
        tagged(samples.an_m4a(), MP4, "\xa9nam"),
        tagged(samples.a_flac(), FLAC, "TITLE"),
        tagged(samples.an_ogg(), OggOpus, "TITLE"),
        tagged(samples.a_wav(), WAVE, "TIT2"),
    ],
    ids=["mp3", "m4a", "flac", "ogg", "wav"],
)
def test_titles_places_and_covers_are_gone(look_at: LookAt, tmp_path: Path, content: bytes) -> None:
    spellings = [PLACE.encode(code) for code in ("utf-8", "utf-16-le")]
    assert any(each in content for each in spellings)
    assert look_at(content).keys() == {"content_type"}
    kept = (tmp_path / "content").read_bytes()
    assert not any(each in kept for each in spellings)


def test_sound_without_any_is_refused(look_at: LookAt) -> None:
    silent = samples.a_wav(seconds=0)
    assert look_at(silent) == refused(Why.DAMAGED)
