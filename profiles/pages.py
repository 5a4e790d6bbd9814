"""Where portraits stand in the house: on the page of their person."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import person_actions, person_parts
from profiles.sight import portrait_seen


def register() -> None:
    person_parts.register(
        person_parts.PersonPart(template="profiles/portrait.html", seen=portrait_seen)
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Tell of myself"),
            url_name="profiles:edit",
            icon="sparkles",
            order=5,
            shown=_is_oneself,
        )
    )


def _is_oneself(by: Membership, person: Membership) -> bool:
    return by.user_id == person.user_id
