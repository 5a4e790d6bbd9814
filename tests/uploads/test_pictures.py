from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageFile

from tests.newsfeed.conftest import picture
from tests.uploads.conftest import LookAt, refused
from uploads.limited import pictures
from uploads.limited.refusals import Why

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
LYING_ON_ITS_SIDE = 6
CONTENT = ("content", "small")


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    content: bytes = picture(kind, size, **options).read()
    return content


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stays_what_it_is(look_at: LookAt, tmp_path: Path, kind: str) -> None:
    told = look_at(drawn(kind))
    assert told == {"content_type": f"image/{kind.lower()}", "width": 40, "height": 30}
    assert [Image.open(tmp_path / each).format for each in CONTENT] == [kind, kind]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone(look_at: LookAt, tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[MAKER] = "Appareil de Claire"
    exif.get_ifd(GPS)[1] = "N"
    sent = drawn(kind, exif=exif, icc_profile=b"Profil de Claire", comment=b"Chez Claire")
    assert b"Claire" in sent
    look_at(sent)
    for each in CONTENT:
        assert b"Claire" not in (tmp_path / each).read_bytes()
        assert not Image.open(tmp_path / each).getexif()
        assert "icc_profile" not in Image.open(tmp_path / each).info


def test_a_picture_is_turned_upright(look_at: LookAt) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = LYING_ON_ITS_SIDE
    told = look_at(drawn("JPEG", exif=exif))
    assert (told["width"], told["height"]) == (30, 40)


def test_a_large_picture_is_made_smaller_and_once_more(look_at: LookAt, tmp_path: Path) -> None:
    told = look_at(drawn("JPEG", size=(3000, 1500)), 1600)
    assert (told["width"], told["height"]) == (1600, 800)
    assert Image.open(tmp_path / "small").size == (480, 240)


def test_of_what_moves_the_first_frame_is_kept(look_at: LookAt, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("teal", "red")]
    sent = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert look_at(sent)["content_type"] == "image/png"
    kept = Image.open(tmp_path / "content")
    assert kept.convert("RGB").getpixel((1, 1)) == (0, 128, 128)
    assert getattr(kept, "n_frames", 1) == 1


def test_what_shows_through_still_does(look_at: LookAt, tmp_path: Path) -> None:
    look_at(written(Image.new("RGBA", (40, 30), (255, 0, 0, 60)), "PNG"))
    assert Image.open(tmp_path / "content").getpixel((1, 1)) == (255, 0, 0, 60)


def test_sixteen_bits_a_dot_are_no_white_picture(look_at: LookAt, tmp_path: Path) -> None:
    look_at(written(Image.new("I;16", (40, 30), 0x4000), "PNG"))
    assert Image.open(tmp_path / "content").getpixel((1, 1)) == (64, 64, 64, 255)


def test_colours_stay_right_without_their_profile(look_at: LookAt, tmp_path: Path) -> None:
    common = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A camera whose red is what all others call green.
    swapped = common.replace(b"rXYZ", b"****").replace(b"gXYZ", b"rXYZ").replace(b"****", b"gXYZ")
    look_at(written(Image.new("RGB", (40, 30), "red"), "PNG", icc_profile=swapped))
    assert Image.open(tmp_path / "content").getpixel((1, 1)) == (0, 255, 0, 255)


def test_a_bomb_is_refused_before_it_is_unpacked(
    look_at: LookAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = drawn()
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("unpacked"))
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1199)
    assert look_at(sent) == refused(Why.TOO_MANY_DOTS)
