from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import arrivals, feed_notices, navigation, notices, person_actions
from core.background import sweeper


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self) -> None:
        # It needs the models, which may only be imported once every app is loaded.
        from messaging import telling  # noqa: PLC0415
        from messaging.feed_notices import messages  # noqa: PLC0415
        from messaging.recipients import writer_to  # noqa: PLC0415
        from messaging.scheduling import delete_empty_drafts, send_due  # noqa: PLC0415
        from messaging.unread import unread_by  # noqa: PLC0415

        arrivals.register(telling.arrived)
        feed_notices.register(messages())
        notices.register(notices.Source(due=telling.due, tell=telling.tell))
        navigation.register(
            navigation.Item(
                label=_("Messages"),
                url_name="messaging:inbox",
                icon="messages-square",
                order=20,
                tabs=("messaging:write_to",),
                waiting=unread_by,
            )
        )
        person_actions.register(
            person_actions.PersonAction(
                label=_("Write"),
                url_name="messaging:write_to",
                icon="pencil",
                order=0,
                shown=lambda by, person: writer_to(by.user, person) is not None,
                variant="",
                posts=True,
            )
        )
        sweeper(send_due)
        sweeper(delete_empty_drafts)
