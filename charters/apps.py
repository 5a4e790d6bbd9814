from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.entrance import known
from core import feed_notices
from core.navigation import Item, register


class ChartersConfig(AppConfig):
    name = "charters"

    def ready(self) -> None:
        # It needs the models, which may only be imported once every app is loaded.
        from charters.feed_notices import UNSIGNED  # noqa: PLC0415
        from charters.gate import has_signed  # noqa: PLC0415

        known.register("has_signed", has_signed())
        feed_notices.register(UNSIGNED)
        register(
            Item(
                label=_("The charter"),
                url_name="charters:charter",
                icon="handshake",
                order=30,
                place="account",
            )
        )
        register(
            Item(
                label=_("Who signed the charter"),
                url_name="charters:signatures",
                icon="list-checks",
                order=31,
                place="account",
                shown=_follows_signatures,
            )
        )


def _follows_signatures(request: HttpRequest) -> bool:
    memberships = getattr(request.user, "memberships", [])
    return any(m.is_local_administrator or m.profile == "teacher" for m in memberships)
