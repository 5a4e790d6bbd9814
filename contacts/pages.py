"""Where the pages about contacts stand in the house."""

from django.utils.translation import gettext_lazy as _

from accounts.pages import administered_school, administers
from core import navigation


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
