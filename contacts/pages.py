"""Where the pages about contacts stand in the house."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.models import Membership
from accounts.pages import administered_school, administers
from contacts.policies import can_refuse, has_refused
from core import navigation, person_actions


def register() -> None:
    navigation.register(
        navigation.Item(
            label=_("Pause writing"),
            url_name="contacts:freezes",
            icon="snowflake",
            order=45,
            place="account",
            shown=administers,
            arguments=administered_school,
        )
    )
    navigation.register(
        navigation.Item(
            label=_("Whose messages I do not get"),
            url_name="contacts:refused",
            icon="message-circle-off",
            order=45,
            place="account",
            shown=_learns,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("No more messages"),
            url_name="contacts:refuse",
            icon="message-circle-off",
            order=5,
            shown=_may_refuse,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Get messages again"),
            url_name="contacts:accept",
            icon="message-circle",
            order=5,
            shown=has_refused,
        )
    )


def _learns(request: HttpRequest) -> bool:
    memberships = getattr(request.user, "memberships", [])
    return any(each.profile == Profile.STUDENT for each in memberships)


def _may_refuse(by: Membership, person: Membership) -> bool:
    return can_refuse(by, person) and not has_refused(by, person)
