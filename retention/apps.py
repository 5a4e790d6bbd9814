from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "retention"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from retention import pages  # noqa: PLC0415

        pages.register()
