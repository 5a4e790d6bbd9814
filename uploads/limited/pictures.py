"""Pictures as people send them, made into pictures that can be shown to everybody."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from uploads.limited.kinds import KINDS, Kind
from uploads.limited.refusals import Refused, Why

MOST_PIXELS = 50_000_000
LONGEST_OF_SMALL = 480

# As what each is kept, and in which colours. Of what moves, the first frame: nothing blinks here.
KEPT_AS = {
    "JPEG": ("image/jpeg", "JPEG", "RGB"),
    "PNG": ("image/png", "PNG", "RGBA"),
    "WEBP": ("image/webp", "WEBP", "RGBA"),
    "GIF": ("image/png", "PNG", "RGBA"),
}


def clean_picture(sent: Path, folder: Path, longest_side: int) -> tuple[Kind, Image.Image]:
    """Writes `content` and `small`: upright, small enough, with nothing but their dots.

    Where and when it was taken goes, with everything else a camera writes beside the picture.
    """
    try:
        with Image.open(sent, formats=list(KEPT_AS)) as opened:
            # The size stands in the head of the file: a bomb is refused before it is unpacked.
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(Why.TOO_MANY_DOTS)
            content_type, written_as, mode = KEPT_AS[str(opened.format)]
            dots = _dots_of(opened, mode, longest_side)
    except Image.DecompressionBombError:
        raise Refused(Why.TOO_MANY_DOTS) from None
    dots.save(folder / "content", written_as, quality=82)
    small = dots.copy()
    small.thumbnail((LONGEST_OF_SMALL, LONGEST_OF_SMALL))
    small.save(folder / "small", written_as, quality=75)
    return KINDS[content_type], dots


def _dots_of(opened: Image.Image, mode: str, longest_side: int) -> Image.Image:
    profile = opened.info.get("icc_profile")
    picture: Image.Image = opened
    if opened.mode == "P" or "transparency" in opened.info:
        picture = opened.convert("RGBA")
    elif opened.mode.startswith("I;16"):
        # Conversion by itself would keep the lower half of each value and lose the picture.
        picture = opened.point(lambda value: value / 256).convert("L")
    picture.thumbnail((longest_side, longest_side))
    picture = _in_common_colours(ImageOps.exif_transpose(picture), profile).convert(mode)
    # A new picture: a copy would bring the former one's profiles and comments along.
    dots = Image.new(mode, picture.size)
    dots.paste(picture)
    return dots


def _in_common_colours(picture: Image.Image, profile: object) -> Image.Image:
    """The same colours without the profile, which says much about a camera."""
    if not isinstance(profile, bytes):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        found = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return found or picture
