"""Hears in a socket server what `core.realtime` says, and hands it to the pages it is for."""

import asyncio
import json
from collections import defaultdict
from typing import Any
from uuid import uuid4
from weakref import WeakSet

import structlog
from channels.layers import BaseChannelLayer
from django.conf import settings
from redis.asyncio import Redis

from core.realtime import subject

Message = dict[str, Any]
Queue = asyncio.Queue[Message]

CONNECT_AGAIN = {"type": "connect_again"}

log = structlog.get_logger()


class Hearing(BaseChannelLayer):
    """The channel layer of sockets: one subscription for all pages of this process.

    Nobody joins a group while the broker is gone, and once the subscription is lost every page is
    told to connect again: what was said meanwhile nobody knows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, Queue] = {}
        # Weakly, because a page that dies of an error does not leave its groups.
        self._groups: defaultdict[str, WeakSet[Queue]] = defaultdict(WeakSet)
        self._listening: asyncio.Task[None] | None = None
        self._subscribed: asyncio.Future[None]

    async def new_channel(self) -> str:
        channel = uuid4().hex
        self._said[channel] = Queue()
        return channel

    async def receive(self, channel: str) -> Message:
        try:
            return await self._said[channel].get()
        except asyncio.CancelledError:
            # By which Channels says that the page is gone.
            del self._said[channel]
            raise

    async def group_add(self, group: str, channel: str) -> None:
        """From now on this channel misses nothing that is said to the group."""
        self._groups[group].add(self._said[channel])
        if self._listening is None or self._listening.done():
            self._subscribed = asyncio.get_running_loop().create_future()
            self._listening = asyncio.create_task(self._listen())
        await asyncio.shield(self._subscribed)

    async def group_discard(self, group: str, channel: str) -> None:
        self._groups[group].discard(self._said[channel])
        if not self._groups[group]:
            del self._groups[group]

    async def _listen(self) -> None:
        try:
            async with Redis.from_url(settings.REDIS_URL) as broker, broker.pubsub() as heard:
                await heard.subscribe(subject())
                async for nudge in heard.listen():
                    if nudge["type"] == "subscribe":
                        self._subscribed.set_result(None)
                    else:
                        self._pass_on(**json.loads(nudge["data"]))
        except Exception as error:  # noqa: BLE001  (whatever it was, nobody hears any more)
            log.warning("broker lost", error=type(error).__name__)
            if not self._subscribed.done():
                self._subscribed.set_exception(error)
            for said in self._said.values():
                said.put_nowait(CONNECT_AGAIN)

    def _pass_on(self, groups: list[str], message: Message) -> None:
        for said in set[Queue]().union(*(self._groups.get(group, ()) for group in groups)):
            said.put_nowait(message)
