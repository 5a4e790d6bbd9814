from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "safeguarding"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from safeguarding import pages  # noqa: PLC0415

        pages.register()
