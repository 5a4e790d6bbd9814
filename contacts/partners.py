"""What an invited school reads of the project of another: both walls are opened here alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contacts.models import Invitation, Project
from core import wall


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
    """Call it with invitations of schools whose administrator asks. As many queries for one as for
    all.
    """
    asked = list(invitations)
    schools = {pk for each in asked for pk in (each.host_id, each.school_id)}
    with wall.within(*schools):
        projects = Project.objects.with_guests().in_bulk([each.project_there for each in asked])
    return [_seen(each, projects[each.project_there]) for each in asked]


def _seen(invitation: Invitation, project: Project) -> Elsewhere:
    return Elsewhere(
        invitation=invitation,
        name=project.name,
        purpose=project.purpose,
        asked_by=project.asked_by.name if project.asked_by else "",
        classes=project.partner_classes,
        until=project.over_at,
        is_running=project.is_running,
        is_over=project.has_begun and not project.is_running,
        taking_part=project.guests,  # type: ignore[attr-defined]  # by `with_guests`
    )
