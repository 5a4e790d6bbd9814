from django import template

from accounts.models import Membership
from uploads.room import Room, room_of

register = template.Library()


@register.inclusion_tag("uploads/room.html")
def room(membership: Membership) -> dict[str, Room]:
    """A bar that shows how much somebody keeps, of how much they may."""
    return {"room": room_of(membership)}
