from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from moderation import pages  # noqa: PLC0415
        from moderation.screening import screener  # noqa: PLC0415

        pages.register()
        screener.register()
