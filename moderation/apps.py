from django.apps import AppConfig

from core import feed_notices


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from moderation import pages  # noqa: PLC0415
        from moderation.feed_notices import OUTCOMES  # noqa: PLC0415
        from moderation.screening import screener  # noqa: PLC0415

        pages.register()
        feed_notices.register(OUTCOMES)
        screener.register()
