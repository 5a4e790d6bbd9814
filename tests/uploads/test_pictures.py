from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.cast import Cast
from tests.newsfeed.conftest import picture
from uploads import pictures
from uploads.actions import delete_file, nothing_left_behind, store_picture
from uploads.models import StoredFile
from uploads.pictures import LONGEST_SIDE, PictureRefused, clean_picture

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
LYING_ON_ITS_SIDE = 6


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stays_what_it_is(kind: str) -> None:
    clean = clean_picture(picture(kind))
    assert opened(clean.content).format == kind
    assert clean.content_type == f"image/{kind.lower()}"
    assert (clean.width, clean.height) == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone(kind: str) -> None:
    exif = Image.Exif()
    exif[MAKER] = "Appareil de Claire"
    exif.get_ifd(GPS)[1] = "N"
    sent = picture(kind, exif=exif, icc_profile=b"Profil de Claire", comment=b"Chez Claire")
    assert b"Claire" in sent.read()
    sent.seek(0)
    clean = clean_picture(sent)
    assert b"Claire" not in clean.content
    assert not opened(clean.content).getexif()


def test_a_picture_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = LYING_ON_ITS_SIDE
    clean = clean_picture(picture("JPEG", exif=exif))
    assert (clean.width, clean.height) == (30, 40)


def test_a_large_picture_is_made_smaller() -> None:
    clean = clean_picture(picture("JPEG", size=(3000, 1500)))
    assert (clean.width, clean.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\nnothing more",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused) as refusal:
        clean_picture(SimpleUploadedFile("photo.png", content, "image/png"))
    assert str(refusal.value.sentence)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (1000, 100):
        monkeypatch.setattr(pictures, "MOST_PIXELS", limit)
        with pytest.raises(PictureRefused, match=r"dots|points"):
            clean_picture(picture())
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1200)
    assert clean_picture(picture()).width == 40


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_FILE", 10)
    with pytest.raises(PictureRefused, match="15"):
        clean_picture(picture())


def test_a_file_goes_with_its_row_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with nothing_left_behind():
        file = store_picture(cast.teacher, upload=picture())
    place = Path(settings.MEDIA_ROOT) / str(file.content.name)
    assert file.content.name == f"{cast.school.pk}/{file.key}"
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(cast.teacher, stored=file)
        assert place.exists()
    assert not place.exists()
    assert not StoredFile.objects.exists()


def test_a_file_is_never_stored_unwatched(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        store_picture(cast.teacher, upload=picture())
