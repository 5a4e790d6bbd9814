"""An open page, as the socket server knows it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from unittest.mock import patch

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from accounts.models import Membership
from config.asgi import application
from core import realtime, wall
from core.realtime import person_channel
from tests.client import signed_in

Told = TypeVar("Told")
Heard = list[dict[str, Any]]


def live(story: Callable[[], Awaitable[Told]]) -> Told:
    """Runs the story with the wall as it stands around a socket: closed.

    It runs in the test's transaction, whose connection must not be closed between messages.
    """
    with patch("channels.db.close_old_connections"), wall.within():
        return async_to_sync(story)()


def session_of(person: Membership) -> str:
    """The session of somebody who has signed in."""
    return str(signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value)


async def tell(channel: str, **message: str) -> None:
    """Sends what a nudge or a kick sends."""
    realtime._publish(realtime._broker(settings.REDIS_URL), [channel], message)


class Page:
    def __init__(
        self, session: str, address: str = "/live/", *, origin: str = "http://localhost"
    ) -> None:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        communicator: Any = ApplicationCommunicator
        path, _, query = address.partition("?")
        self._socket = communicator(
            application,
            {
                "type": "websocket",
                "path": path,
                "query_string": query.encode(),
                "headers": [(b"origin", origin.encode()), (b"cookie", cookie.encode())],
            },
        )

    async def open(self) -> bool:
        """Whether the server answers at all."""
        await self._socket.send_input({"type": "websocket.connect"})
        answer = await self._socket.receive_output()
        return bool(answer["type"] == "websocket.accept")

    async def leave(self) -> None:
        await self._socket.send_input({"type": "websocket.disconnect", "code": 1001})
        await self._socket.wait()

    async def say(self, message: object) -> None:
        await self._socket.send_input({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self) -> Any:
        return json.loads((await self._socket.receive_output())["text"])

    async def close_code(self) -> int:
        closed = await self._socket.receive_output()
        assert closed["type"] == "websocket.close"
        return int(closed["code"])

    async def hears_nothing(self) -> bool:
        return bool(await self._socket.receive_nothing(timeout=0.1))

    async def heard_until_now(self, person: Membership) -> Heard:
        """Everything this person's page was told."""
        await tell(person_channel(person.user_id), type="look", look="that is all")
        heard: Heard = []
        while (message := await self.hear()) != {"look": "that is all"}:
            heard.append(message)
        return heard
