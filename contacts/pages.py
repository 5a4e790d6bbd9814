"""Where the pages about contacts stand in the house."""

from functools import cache

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import signed_in
from accounts.choices import Profile
from accounts.models import Membership
from accounts.pages import administered_school, administers
from contacts.models import Invitation, Project
from contacts.policies import asks_for_projects, can_refuse, has_refused
from core import clock, navigation, person_actions
from core.navigation import Item
from core.person_actions import PersonAction
from core.prepared import each_of, statement_of


def register() -> None:
    for item in _ITEMS:
        navigation.register(item)
    for action in _PERSON_ACTIONS:
        person_actions.register(action)


def _learns(request: HttpRequest) -> bool:
    memberships = getattr(request.user, "memberships", [])
    return any(each.own_profile == Profile.STUDENT for each in memberships)


def _may_refuse(by: Membership, person: Membership) -> bool:
    return can_refuse(by, person) and not has_refused(by, person)


def _teaches(request: HttpRequest) -> bool:
    return any(map(asks_for_projects, getattr(request.user, "memberships", [])))


def _only_teaches(request: HttpRequest) -> bool:
    return _teaches(request) and not administers(request)


def _is_in_projects(request: HttpRequest) -> bool:
    """Everybody else finds theirs beside their name."""
    somebody = bool(getattr(request.user, "memberships", []))
    return somebody and (_teaches(request) if administers(request) else not _teaches(request))


def _waiting_projects(request: HttpRequest) -> navigation.Waiting:
    schools = signed_in(request).administered_schools
    return navigation.Waiting(_waiting_statement(), {"deciding_in": schools, "at": clock.now()})


@cache
def _waiting_statement() -> str:
    """Projects of the school, and those of others it was asked to take part in."""
    both = (Project.objects, Invitation.objects)
    waiting = [each.waiting_in(each_of("deciding_in")).values("pk", "until") for each in both]
    of_both = " UNION ALL ".join(map(statement_of, waiting))
    return f"SELECT FROM ({of_both}) AS asked WHERE until > %(at)s"


_ITEMS = [
    Item(
        label=_("Projects"),
        url_name="contacts:projects",
        icon="shapes",
        order=37,
        shown=_only_teaches,
    ),
    Item(
        label=_("Projects"),
        url_name="contacts:projects",
        icon="shapes",
        order=37,
        place="account",
        shown=_is_in_projects,
    ),
    Item(
        label=_("Projects of the school"),
        url_name="contacts:projects_of_school",
        icon="shapes",
        order=43,
        place="account",
        shown=administers,
        arguments=administered_school,
        waiting=_waiting_projects,
    ),
    Item(
        label=_("Pause writing"),
        url_name="contacts:freezes",
        icon="snowflake",
        order=45,
        place="account",
        shown=administers,
        arguments=administered_school,
    ),
    Item(
        label=_("Whose messages I do not get"),
        url_name="contacts:refused",
        icon="message-circle-off",
        order=45,
        place="account",
        shown=_learns,
    ),
]

_PERSON_ACTIONS = [
    PersonAction(
        label=_("No more messages"),
        url_name="contacts:refuse",
        icon="message-circle-off",
        order=5,
        shown=_may_refuse,
    ),
    PersonAction(
        label=_("Get messages again"),
        url_name="contacts:accept",
        icon="message-circle",
        order=5,
        shown=has_refused,
    ),
]
