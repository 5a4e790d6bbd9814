from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from profiles import pages  # noqa: PLC0415

        pages.register()
