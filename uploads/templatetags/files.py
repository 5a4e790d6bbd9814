from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from accounts.models import Membership
from uploads.limited.kinds import KINDS, LARGEST, MEGABYTE
from uploads.room import Room, room_of

register = template.Library()


@register.inclusion_tag("uploads/room.html")
def room(membership: Membership) -> dict[str, Room]:
    """A bar that shows how much somebody keeps, of how much they may."""
    return {"room": room_of(membership)}


@register.filter
def readable_size(size: int) -> str:
    """How large a file is, as people say it: "12 KB", "3.4 MB"."""
    if size < MEGABYTE:
        return gettext("%(size)s KB") % {"size": -(-size // 1024)}
    return gettext("%(size)s MB") % {"size": number_format(size / MEGABYTE, 1)}


@register.simple_tag
def accepted_files() -> str:
    """What a field takes. One that asks for JPEG gets it from telephones that keep HEIC."""
    endings = (f".{kind.extension}" for kind in KINDS.values())
    return ",".join([*KINDS, "image/gif", *endings])


@register.simple_tag
def largest_file() -> int:
    return max(LARGEST.values())
