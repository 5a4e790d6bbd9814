"""Pictures for the demo's entries, drawn here so that nobody's work has to be borrowed."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1200, 800)


def planets() -> bytes:
    """The planets in a row on a slate."""
    image, draw = _sheet("#2b3a42")
    draw.ellipse((-260, 140, 260, 660), fill="#f4c04e")
    sizes = (18, 30, 34, 24, 92, 76, 48, 46)
    colours = (
        "#b9a894",
        "#e0b07a",
        "#5b9bd0",
        "#c8643c",
        "#d9b38c",
        "#e6cf9a",
        "#9fd3d6",
        "#5470c6",
    )
    left = 290
    for size, colour in zip(sizes, colours, strict=True):
        draw.ellipse((left, 400 - size, left + 2 * size, 400 + size), fill=colour)
        left += 2 * size + 14
    return _png(image)


def beans() -> bytes:
    """Three pots with a shoot each, the last one pale."""
    image, draw = _sheet("#f7f2e4")
    for n, (height, colour) in enumerate(((380, "#5f9e4a"), (300, "#79b45c"), (240, "#e7e4c8"))):
        x = 220 + 380 * n
        draw.line((x, 600, x, 600 - height), fill=colour, width=16)
        for side in (-1, 1):
            top = 640 - height + 60 * side
            draw.ellipse(sorted_box(x, top, x + 110 * side, top + 56), fill=colour)
        draw.polygon(((x - 90, 600), (x + 90, 600), (x + 66, 740), (x - 66, 740)), fill="#c97b52")
    return _png(image)


def garden() -> bytes:
    """A row of tulips and daffodils under a low sun."""
    image, draw = _sheet("#dcecf2")
    draw.ellipse((900, 80, 1060, 240), fill="#f6c945")
    draw.ellipse((-300, 520, 1500, 1300), fill="#8fbf6a")
    for n in range(9):
        x, top = 110 + 122 * n, 360 + 28 * (n % 3)
        colour = ("#d9486e", "#f2b632", "#8a5cc2")[n % 3]
        draw.line((x, top, x, top + 240), fill="#4c8a42", width=10)
        draw.pieslice((x - 44, top - 70, x + 44, top + 50), 0, 180, fill=colour)
        for shift in (-44, -14, 16):
            draw.polygon(
                ((x + shift, top), (x + shift + 14, top - 56), (x + shift + 28, top)), fill=colour
            )
    return _png(image)


def sorted_box(x0: int, y0: int, x1: int, y1: int) -> tuple[int, int, int, int]:
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _sheet(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image)


def _png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


DRAWINGS = (beans, planets, garden)
