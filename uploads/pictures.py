"""Pictures as people send them, made into pictures that can be shown to everybody."""

from dataclasses import dataclass
from io import BytesIO

import puremagic
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600

# By what the content is, whatever the name says: how Pillow and the browser call it.
KINDS = {
    "image/jpeg": ("JPEG", "RGB"),
    "image/png": ("PNG", "RGBA"),
    "image/webp": ("WEBP", "RGBA"),
}


class PictureRefused(Exception):
    """The file cannot be shown; `sentence` tells the person who sent it why."""

    def __init__(self, sentence: StrOrPromise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class CleanPicture:
    content: bytes
    content_type: str
    width: int
    height: int


def clean_picture(upload: "File[bytes]", longest_side: int = LONGEST_SIDE) -> CleanPicture:
    """The picture turned upright, made small enough, with nothing but its pixels.

    Where and when it was taken goes, with everything else a camera writes beside the picture.
    Raises `PictureRefused`.
    """
    if upload.size > LARGEST_FILE:
        raise PictureRefused(_("This picture is too large. Choose one of at most 15 MB."))
    content = upload.read()
    content_type = _kind_of(content)
    kind, mode = KINDS[content_type]
    pixels = _pixels_only(content, kind, mode, longest_side)
    clean = BytesIO()
    pixels.save(clean, kind, quality=82)
    return CleanPicture(clean.getvalue(), content_type, pixels.width, pixels.height)


def _kind_of(content: bytes) -> str:
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found not in KINDS:
        raise PictureRefused(_("This is not a picture we can show. Choose a JPEG, PNG or WebP."))
    return found


def _pixels_only(content: bytes, kind: str, mode: str, longest_side: int) -> Image.Image:
    try:
        upright = _upright(content, kind, mode)
    except Image.DecompressionBombError:
        raise PictureRefused(_("This picture has too many dots. Choose a smaller one.")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureRefused(
            _("This picture is damaged and cannot be opened. Choose another one.")
        ) from None
    upright.thumbnail((longest_side, longest_side))
    # A new picture: a copy would bring the former one's profiles and comments along.
    pixels = Image.new(mode, upright.size)
    pixels.paste(upright)
    return pixels


def _upright(content: bytes, kind: str, mode: str) -> Image.Image:
    with Image.open(BytesIO(content), formats=[kind]) as sent:
        # The size stands in the head of the file: a bomb is refused before it is unpacked.
        if sent.width * sent.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        sent.draft(mode, (LONGEST_SIDE, LONGEST_SIDE))
        return ImageOps.exif_transpose(sent).convert(mode)
