"""What stands above what there is to read in a feed."""

from typing import Any

from django.http import HttpRequest

from accounts.access import signed_in
from accounts.choices import Profile
from accounts.models import Membership, SchoolClass
from contacts.models import Project
from newsfeed.cards import Addressed
from newsfeed.feed import EVERYTHING, Narrowing, Page
from newsfeed.models import Entry
from newsfeed.policies import may_lead, may_publish, reads_first


def head_of(
    request: HttpRequest, page: Page, narrowing: Narrowing, *, remembered: bool
) -> dict[str, Any]:
    """For its template; `remembered` says that the feed is narrowed by what was chosen before."""
    memberships = signed_in(request).memberships
    room = page.room(narrowing.class_id) if narrowing.class_id else _own_room(page, memberships)
    child = page.child(narrowing.child_id)
    project = _project(request, narrowing.project_id)
    return {
        "narrowed": narrowing != EVERYTHING,
        "remembered": remembered and narrowing != EVERYTHING,
        "room": room,
        "name": (child and child.first_name) or (project and project.name) or "",
        "project": project,
        "led": _led(request, narrowing.class_id),
        "teaches": any(map(reads_first, memberships)),
        "waiting": _waiting(memberships),
        "may_publish": may_publish(memberships),
    }


def _own_room(page: Page, memberships: list[Membership]) -> Addressed | None:
    """A student's class, whose book the feed then is."""
    is_student = all(each.own_profile == Profile.STUDENT for each in memberships)
    return page.only_room if is_student else None


def _project(request: HttpRequest, group_id: int | None) -> Project | None:
    """That of a group, if one may see it."""
    if group_id is None:
        return None
    return Project.objects.visible_to(request.user).filter(group=group_id).first()


def _waiting(memberships: list[Membership]) -> int:
    """How much that students handed in waits for this person; asked for teachers alone."""
    teachers = [each for each in memberships if reads_first(each)]
    return Entry.objects.handed_in_to(teachers).waiting().count() if teachers else 0


def _led(request: HttpRequest, class_id: int | None) -> SchoolClass | None:
    """The class of the page, for those who set who writes in it."""
    user = signed_in(request)
    if class_id is None or not any(map(may_lead, user.memberships)):
        return None
    return SchoolClass.objects.visible_to(user).filter(pk=class_id).first()
