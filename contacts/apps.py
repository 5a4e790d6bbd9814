from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from contacts import pages  # noqa: PLC0415

        pages.register()
