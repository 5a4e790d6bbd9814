"""What a file is, its content says, and not its name."""

import pytest

from tests.uploads import samples
from tests.uploads.conftest import LookAt, refused
from uploads.limited import __main__ as limited
from uploads.limited.kinds import KINDS, Family
from uploads.limited.refusals import Why
from uploads.refusals import FileRefused

JPEG = samples.a_picture("JPEG")


@pytest.mark.parametrize("content_type", KINDS)
def test_each_kind_is_known_by_its_content(look_at: LookAt, content_type: str) -> None:
    assert look_at(samples.WHOLE[content_type])["content_type"] == content_type


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Bonjour", Why.UNKNOWN),
        (b"MZ\x90\x00", Why.UNKNOWN),
        (b"<html><script>alert(1)</script></html>", Why.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.DRAWING),
        (b"<?xml version='1.0'?>\n<!-- x --><SVG/>", Why.DRAWING),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", Why.APPLE_PICTURE),
        (samples.an_m4a(b"vide"), Why.FILM),
        (b"\x1a\x45\xdf\xa3", Why.FILM),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.OLD_DOCUMENT),
        (samples.zipped({"readme.txt": b"x"}), Why.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Why.ARCHIVE),
        (b"\x1f\x8b\x08", Why.ARCHIVE),
        (bytes(257) + b"ustar", Why.ARCHIVE),
        (b"%PDF-1.7", Why.DAMAGED),
        (b"\x89PNG\r\n\x1a\nnothing more", Why.DAMAGED),
        (b"OggS" + bytes(400), Why.UNKNOWN),
        (b"ID3" + bytes(400), Why.DAMAGED),
    ],
)
def test_everything_else_is_refused(look_at: LookAt, content: bytes, why: Why) -> None:
    assert look_at(content) == refused(why)


@pytest.mark.parametrize(
    "content",
    [
        JPEG + samples.zipped({"evil.txt": b"x"}),
        JPEG + samples.a_document(),
        samples.a_pdf() + samples.zipped({"evil.txt": b"x"}),
        samples.an_mp3() + b"Rar!\x1a\x07\x01\x00",
        JPEG[:20] + b"<script>alert(1)</script>" + JPEG[20:],
        JPEG[:20] + samples.a_pdf() + JPEG[20:],
        samples.a_wav() + bytes(2 * 1024 * 1024 - 3) + b"7z\xbc\xaf\x27\x1c",
    ],
)
def test_what_is_two_things_at_once_is_refused(look_at: LookAt, content: bytes) -> None:
    assert look_at(content) == refused(Why.TWO_THINGS)


@pytest.mark.parametrize(
    ("content_type", "why"),
    [("image/png", Why.PICTURE_TOO_LARGE), ("application/pdf", Why.TOO_LARGE)],
)
def test_each_kind_has_its_largest(
    look_at: LookAt, monkeypatch: pytest.MonkeyPatch, content_type: str, why: Why
) -> None:
    monkeypatch.setattr(limited, "LARGEST", dict.fromkeys(Family, 10))
    assert look_at(samples.WHOLE[content_type]) == refused(why)


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_its_sentence(why: Why) -> None:
    assert str(FileRefused(why).sentence)
