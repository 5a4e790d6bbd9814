from django.apps import AppConfig

from core import roll


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from contacts import guests, members, pages  # noqa: PLC0415

        pages.register()
        roll.register(members.sync_projects)
        roll.register(guests.follow_roll)
