"""What somebody learns of what keeps a person out."""

from accounts.models import Membership
from core import wall
from moderation.models import Measure


def block_seen(person: Membership) -> Measure | None:
    """At the door: the block that was decided about them, if one is in force."""
    with wall.within(person.school_id):
        return Measure.objects.of_person(person).blocks().in_force().first()
