from django.apps import AppConfig

from core import feed_notices
from core.background import sweeper


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # They need the models, which may only be imported once every app is loaded.
        from accounts import pages, tellings  # noqa: PLC0415
        from accounts.feed_notices import ACCOUNT  # noqa: PLC0415

        pages.register()
        feed_notices.register(ACCOUNT)
        sweeper(tellings.forget_old)
