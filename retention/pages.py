"""Where retention stands in the house: its pages in the navigation and on a person's page."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.pages import administered_school, administers
from accounts.policies import can_decide_about
from core import navigation, person_actions


def register() -> None:
    navigation.register(
        navigation.Item(
            label=_("Closed accounts"),
            url_name="retention:closures",
            icon="archive",
            order=80,
            place="account",
            shown=administers,
            arguments=administered_school,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Close the account"),
            url_name="retention:close",
            icon="archive",
            order=50,
            shown=_may_close,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Reopen the account"),
            url_name="retention:reopen",
            icon="archive-restore",
            order=50,
            shown=_may_reopen,
        )
    )


def _may_close(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and not person.is_closed


def _may_reopen(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.is_closed
