"""The socket server. Pages are served by `config.wsgi`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import SessionMiddlewareStack  # noqa: E402  (the apps must be loaded first)
from django.urls import path  # noqa: E402

from accounts.consumers import LiveConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "websocket": AllowedHostsOriginValidator(
            SessionMiddlewareStack(
                URLRouter(
                    # Channels routes with Django's own path; its types know views only.
                    [path("live/", LiveConsumer.as_asgi())]  # type: ignore[arg-type,list-item]
                )
            )
        )
    }
)
