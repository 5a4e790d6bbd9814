"""The sign-in providers of the schools, as the sign-in page offers them."""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse


class Door(NamedTuple):
    name: str
    url: str


def doors() -> list[Door]:
    return [
        Door(app["name"], reverse(f"{provider}_login", args=[app["provider_id"]]))
        for provider, app in _apps()
    ]


def origins() -> list[str]:
    """Where their forms may be sent on to."""
    return [origin for _provider, app in _apps() for origin in app["settings"]["origins"]]


def _apps() -> list[tuple[str, dict[str, Any]]]:
    providers = settings.SOCIALACCOUNT_PROVIDERS.items()
    return [(provider, app) for provider, given in providers for app in given["APPS"]]
