from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.entrance import known
from core import arrivals, feed_notices, navigation, notices
from core.background import sweeper


class NewsfeedConfig(AppConfig):
    name = "newsfeed"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from newsfeed import digest, telling  # noqa: PLC0415
        from newsfeed.arrived import arrived  # noqa: PLC0415
        from newsfeed.feed_notices import SOURCES  # noqa: PLC0415
        from newsfeed.filters import kept_filter  # noqa: PLC0415
        from newsfeed.scheduling import delete_empty_drafts, publish_due  # noqa: PLC0415
        from newsfeed.students import class_lets_write  # noqa: PLC0415

        known.register("feed_filter", kept_filter())
        known.register("class_lets_write", class_lets_write())
        arrivals.register(arrived)
        arrivals.register(telling.reminded)
        notices.register(notices.Source(due=telling.due, tell=telling.tell))
        notices.register(notices.Source(due=digest.due, tell=digest.tell))
        for source in SOURCES:
            feed_notices.register(source)
        sweeper(publish_due)
        sweeper(delete_empty_drafts)
        navigation.register(
            navigation.Item(
                label=_("Feed"),
                url_name="newsfeed:feed",
                icon="book-open",
                order=10,
                tabs=("newsfeed:week",),
            )
        )
