"""Faces that people compose for themselves: each part is chosen among a few, and all is drawn here.

A face is written as one digit a part, in the order of `PARTS`. The same digits give the same face
for ever: options may be added at the end of a part, none may be taken away or moved.
"""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

INK = "#241b38"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Part:
    """`options` are what somebody who cannot see them is told; the drawings stand below."""

    name: str
    label: StrOrPromise
    options: tuple[StrOrPromise, ...]


PARTS = (
    Part(
        "ground",
        _("Colour"),
        (
            *(_("red"), _("orange"), _("yellow"), _("light green"), _("green"), _("turquoise")),
            *(_("light blue"), _("blue"), _("purple"), _("pink"), _("brown"), _("grey")),
        ),
    ),
    Part(
        "skin",
        _("Skin"),
        (
            *(_("very light skin"), _("light skin"), _("golden skin")),
            *(_("tanned skin"), _("brown skin"), _("dark brown skin")),
        ),
    ),
    Part(
        "hair",
        _("Hair"),
        (
            *(_("no hair"), _("short hair"), _("curls"), _("long hair")),
            *(_("two buns"), _("plaits"), _("a bob"), _("a headscarf")),
        ),
    ),
    Part(
        "tint",
        _("Colour of the hair"),
        (
            *(_("black"), _("dark brown"), _("chestnut"), _("blond")),
            *(_("ginger"), _("grey"), _("purple"), _("blue")),
        ),
    ),
    Part("eyes", _("Eyes"), (_("round"), _("laughing"), _("one winking"), _("sleepy"))),
    Part("mouth", _("Mouth"), (_("a smile"), _("a big smile"), _("quiet"), _("tongue out"))),
    Part(
        "extra",
        _("Something more"),
        (_("nothing"), _("round glasses"), _("square glasses"), _("freckles")),
    ),
)

_SKIN = ("#fce3d0", "#f3c9a5", "#dfa878", "#bd8052", "#8f5a38", "#6b4028")
_TINT = ("#2a2130", "#54351f", "#95592c", "#dba941", "#bf4f2b", "#9097a0", "#7a45b8", "#2f6fc4")

_CAP = "M14 33C12 19 20 11 32 11s20 8 18 22c-2-6-4-9-7-11-6 3-16 3-22 0-3 2-5 5-7 11z"
_FRINGE = "M14 32c0-14 8-20 18-20s18 6 18 20c-4-2-7-5-9-9-6 2-12 2-18 0-2 4-5 7-9 9z"
_OPENING = "M32 20c-9 0-14 7-14 16s6 16 14 16 14-7 14-16-5-16-14-16z"
_SCARF = "M10 38c0-17 9-27 22-27s22 10 22 27c0 8-2 14-6 19H16c-4-5-6-11-6-19z"

# What is seen behind the head, and before it.
_BEHIND = {
    3: '<path d="M12 34c0-16 9-23 20-23s20 7 20 23v20H12z"/>',
    4: '<circle cx="16" cy="15" r="7"/><circle cx="48" cy="15" r="7"/>',
    5: "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="4.5" ry="5"/>' for x in (12, 52) for y in (37, 45, 53)
    ),
    6: '<path d="M11 33c0-16 9-22 21-22s21 6 21 22c0 5 0 9-1 13H12c-1-4-1-8-1-13z"/>',
    7: f'<path d="{_SCARF}"/>',
}
_BEFORE = {
    1: f'<path d="{_CAP}"/>',
    2: "".join(
        f'<circle cx="{x}" cy="{y}" r="6.5"/>'
        for x, y in ((14, 29), (17, 21), (24, 15), (32, 13), (40, 15), (47, 21), (50, 29))
    ),
    3: f'<path d="{_FRINGE}"/>',
    4: f'<path d="{_CAP}"/>',
    5: f'<path d="{_FRINGE}"/>',
    6: '<path d="M14 34c0-15 8-22 18-22s18 7 18 22c-1-4-2-6-4-7H18c-2 1-3 3-4 7z"/>',
    7: f'<path fill-rule="evenodd" d="{_SCARF}{_OPENING}"/>',
}

_OPEN = (
    '<circle cx="{x}" cy="35" r="3.6" fill="#fff"/><circle cx="{x}" cy="35" r="2.1" fill="{ink}"/>'
)
_LAUGHING = '<path d="M{x} 36q3.2-4.5 6.4 0" {line}/>'
_LINE = f'fill="none" stroke="{INK}" stroke-width="1.8" stroke-linecap="round"'
_EYES = (
    _OPEN.format(x=25, ink=INK) + _OPEN.format(x=39, ink=INK),
    _LAUGHING.format(x=21.8, line=_LINE) + _LAUGHING.format(x=35.8, line=_LINE),
    _OPEN.format(x=25, ink=INK) + _LAUGHING.format(x=35.8, line=_LINE),
    f'<path d="M22 35q3 2.5 6 0M36 35q3 2.5 6 0" {_LINE}/>',
)
_SMILE = f'<path d="M25 43q7 6 14 0" {_LINE}/>'
_TEETH = '<path d="M26 42h12v2.4H26z" fill="#fff"/>'
_MOUTH = (
    _SMILE,
    f'<path d="M24 42h16c0 6-4 8.5-8 8.5s-8-2.5-8-8.5z" fill="{INK}"/>{_TEETH}',
    f'<path d="M28 45h8" {_LINE}/>',
    '<path d="M29.5 45.4h6v3a3 3 0 0 1-6 0z" fill="#e2667c"/>' + _SMILE,
)
_EXTRA = (
    "",
    f'<path d="M19 35a6 6 0 1 0 12 0a6 6 0 1 0-12 0M33 35a6 6 0 1 0 12 0a6 6 0 1 0-12 0M31 34h2" {_LINE}/>',
    f'<path d="M19 30h12v9.5H19zM33 30h12v9.5H33zM31 34h2" {_LINE}/>',
    "".join(
        f'<circle cx="{x}" cy="{y}" r="0.9" fill="#a8562f"/>'
        for x, y in ((21, 41), (23.5, 42.5), (24, 39.8), (43, 41), (40.5, 42.5), (40, 39.8))
    ),
)


def choices_of(face: str) -> list[int] | None:
    """The option chosen of each part; None for what is no face."""
    chosen = [DIGITS.find(digit) for digit in face]
    fits = len(chosen) == len(PARTS) and all(
        0 <= option < len(part.options) for option, part in zip(chosen, PARTS, strict=True)
    )
    return chosen if fits else None


def face_of(chosen: list[int]) -> str:
    return "".join(DIGITS[option] for option in chosen)


def suggested(key: object) -> str:
    """The face that somebody who has drawn none begins with, always the same."""
    number, chosen = crc32(str(key).encode()), []
    for part in PARTS:
        number, option = divmod(number, len(part.options))
        chosen.append(option)
    return face_of(chosen)


@lru_cache(maxsize=4096)
def drawing(face: str) -> SafeString:
    """The drawing of a face, empty for what is none. Its ground is the colour of what is around."""
    chosen = choices_of(face)
    if chosen is None:
        return SafeString()
    _ground, skin, hair, tint, eyes, mouth, extra = chosen
    # Nothing a person typed is in it: the digits choose among the drawings above.
    return format_html(
        '<svg viewBox="0 0 64 64" aria-hidden="true">'
        '<path d="M9 66c0-12 9-16 23-16s23 4 23 16z" fill="currentColor"/>'
        '<g fill="{tint}">{behind}</g>'
        '<g fill="{skin}"><path d="M26 44h12v8c0 4-12 4-12 0z"/>'
        '<circle cx="15" cy="36" r="3.5"/><circle cx="49" cy="36" r="3.5"/>'
        '<ellipse cx="32" cy="34" rx="17.5" ry="19"/></g>'
        "{face}"
        '<g fill="{tint}">{before}</g>{extra}</svg>',
        tint=_TINT[tint],
        skin=_SKIN[skin],
        behind=_ours(_BEHIND.get(hair, "")),
        before=_ours(_BEFORE.get(hair, "")),
        face=_ours(_EYES[eyes] + _MOUTH[mouth]),
        extra=_ours(_EXTRA[extra]),
    )


def _ours(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  (drawn above)
