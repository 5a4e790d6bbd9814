from django.apps import AppConfig

from core import arrivals


class SafeguardingConfig(AppConfig):
    name = "safeguarding"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from safeguarding import pages  # noqa: PLC0415
        from safeguarding.arrived import urgent_arrived  # noqa: PLC0415

        pages.register()
        arrivals.register_urgent(urgent_arrived)
