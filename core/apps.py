from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        # Models may only be imported once every app is loaded.
        from core import joining, personal_data, wall  # noqa: F401, PLC0415

        connection_created.connect(wall.forget_scope)
        connection_created.connect(wall.refuse_whom_it_does_not_hold)
        autodiscover_modules("personal_data", "tasks")
