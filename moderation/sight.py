"""What somebody learns of what keeps a person out, or from sending something."""

from dataclasses import dataclass

from accounts.models import Membership, User
from core import wall
from moderation.models import Decision, ProfileBlock


@dataclass(frozen=True)
class Held:
    """What was decided about somebody and is in force, as far as it is the reader's to know, and what
    keeps out all of their profile.
    """

    decisions: list[Decision]
    closing: ProfileBlock | None


def held_seen(reader: User, person: Membership) -> Held | None:
    """On somebody's page, for those who handle reports there. That the person is out, and until when,
    stands on the page without it.
    """
    here = (each for each in reader.memberships if each.school_id == person.school_id)
    if not any(each.handles_reports for each in here):
        return None
    decisions = list(Decision.objects.holding(person).readable_by(reader).with_all())
    closing = ProfileBlock.objects.keeping_out(person).first() if person.is_blocked else None
    return Held(decisions, closing) if decisions or closing else None


def closing_seen(person: Membership) -> ProfileBlock | None:
    """At the door: what keeps out all of their profile."""
    with wall.within(person.school_id):
        return ProfileBlock.objects.keeping_out(person).first()
