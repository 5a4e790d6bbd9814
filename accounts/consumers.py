import asyncio
import re
from typing import Any

from channels.consumer import get_handler_name
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from accounts import presence
from core.realtime import group_channel, missed, person_channel

# A close code of our own: the page's script leaves for the signed-out page.
THROWN_OUT = 4001
# The standard's own for a server that starts anew.
STARTS_ANEW = 1012

RENDERED = re.compile(rb"since=([0-9]{1,18})")


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """The one socket of a page. It says "look again" and "leave", never what there is to see."""

    ticket: presence.Ticket | None = None

    async def connect(self) -> None:
        self.ticket = await database_sync_to_async(presence.admit)(self.scope["session"])
        # Subscribed first: once the page knows that it is connected, it misses nothing.
        for channel in self._channels():
            await self.channel_layer.group_add(channel, self.channel_name)
        await self.accept()
        if self.ticket is None:
            await self.close(THROWN_OUT)
            return
        presence.watch(self)
        if rendered := RENDERED.fullmatch(self.scope["query_string"]):
            since = int(rendered[1])
            for look in await asyncio.to_thread(missed, self._channels(), since):
                await self.send_json({"look": look})

    async def disconnect(self, code: int) -> None:
        presence.unwatch(self)
        for channel in self._channels():
            await self.channel_layer.group_discard(channel, self.channel_name)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does it, but for a thread each time that looks after idle connections to
        PostgreSQL: it took longer than the nudge, and who asks PostgreSQL here looks for itself.
        """
        await getattr(self, get_handler_name(message))(message)

    async def receive_json(self, content: Any, **_: Any) -> None:
        """A page has nothing to say here."""

    async def look(self, message: dict[str, str]) -> None:
        await self.send_json({"look": message["look"]})

    async def leave(self, message: dict[str, str]) -> None:
        await self.send_json({"leave": True})
        await self.close(THROWN_OUT)

    async def connect_again(self, message: dict[str, str]) -> None:
        await self.close(STARTS_ANEW)

    async def check(self, message: dict[str, str]) -> None:
        if self.ticket and await presence.has_lost(self.ticket):
            await self.leave({})

    def _channels(self) -> list[str]:
        if self.ticket is None:
            return []
        groups = map(group_channel, self.ticket.group_ids)
        return [person_channel(self.ticket.user_id), *groups]
