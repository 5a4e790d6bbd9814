"""What an invited school reads of the project of another: both walls are opened here alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership
from contacts.guests import both_open
from contacts.models import Invitation, Project


@dataclass(frozen=True)
class Elsewhere:
    """An invitation with what it is to, as its school may read it."""

    invitation: Invitation
    name: str
    purpose: str
    asked_by: str
    classes: str
    until: datetime
    is_running: bool
    is_over: bool
    taking_part: int


def seen_from(invitations: Iterable[Invitation]) -> list[Elsewhere]:
    """Call it with invitations of schools whose administrator asks."""
    return [_seen(each) for each in invitations]


def _seen(invitation: Invitation) -> Elsewhere:
    with both_open(invitation):
        project = Project.objects.select_related("asked_by__user").get(pk=invitation.project_there)
        guests = Membership.objects.open().filter(
            in_groups__group=project.group_id, home=invitation.school_id
        )
        return Elsewhere(
            invitation=invitation,
            name=project.name,
            purpose=project.purpose,
            asked_by=project.asked_by.name if project.asked_by else "",
            classes=project.partner_classes,
            until=project.over_at,
            is_running=project.is_running,
            is_over=project.has_begun and not project.is_running,
            taking_part=guests.count() if project.group_id else 0,
        )
