from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from accounts import pages  # noqa: PLC0415

        pages.register()
