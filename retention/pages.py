"""Where retention stands in the house: its pages in the navigation and on a person's page."""

from django.utils.translation import gettext_lazy as _

from accounts.pages import administered_school, administers
from core import navigation, person_actions, selections
from retention.policies import can_close, can_reopen


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
            shown=can_close,
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Reopen the account"),
            url_name="retention:reopen",
            icon="archive-restore",
            order=50,
            shown=can_reopen,
        )
    )
    selections.register(
        selections.SelectionAction(
            label=_("Close the accounts"),
            url_name="retention:close_many",
            icon="archive",
            order=50,
        )
    )
