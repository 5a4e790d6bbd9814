from django.apps import AppConfig

from core import arrivals, feed_notices, notices, roll


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from moderation import pages, told  # noqa: PLC0415
        from moderation.feed_notices import SAID  # noqa: PLC0415
        from moderation.screening import screener  # noqa: PLC0415
        from moderation.settling import settle_who_came  # noqa: PLC0415
        from moderation.telling import arrived, danger_arrived  # noqa: PLC0415

        pages.register()
        arrivals.register(arrived)
        arrivals.register_urgent(danger_arrived)
        feed_notices.register(SAID)
        notices.register(notices.Source(due=told.due, tell=told.tell))
        screener.register()
        roll.register(settle_who_came, first=True)
