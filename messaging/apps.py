from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self) -> None:
        # It needs the models, which may only be imported once every app is loaded.
        from messaging.unread import unread_by  # noqa: PLC0415

        navigation.register(
            navigation.Item(
                label=_("Messages"),
                url_name="messaging:inbox",
                icon="messages-square",
                order=20,
                waiting=unread_by,
            )
        )
