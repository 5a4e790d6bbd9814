"""Tells open pages to look again. Nothing that matters depends on a nudge arriving."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port

from core import clock

SECONDS_REMEMBERED = 300
# A broker that is gone refuses; one that hangs would hold up whoever writes.
SECONDS_FOR_THE_BROKER = 0.5
# A page read its rows before it says when it was rendered.
SECONDS_OF_RENDERING = 5
# Each takes a connection to the broker.
AT_ONCE = 10

log = structlog.get_logger()


def group_channel(group_id: int) -> str:
    return f"group.{group_id}"


def person_channel(user_id: int) -> str:
    return f"person.{user_id}"


def nudge(group_ids: Iterable[int], look: str) -> None:
    """After the commit, every open page of these groups fetches `look` again."""
    channels = [group_channel(group_id) for group_id in group_ids]
    _after_commit(channels, {"type": "look", "look": look})


def nudge_people(user_ids: Iterable[int], look: str) -> None:
    """After the commit, every open page of these people fetches `look` again."""
    channels = [person_channel(user_id) for user_id in user_ids]
    _after_commit(channels, {"type": "look", "look": look})


def throw_out(*user_ids: int) -> None:
    """After the commit, every open page of these people is closed."""
    _after_commit([person_channel(user_id) for user_id in user_ids], {"type": "leave"})


def check_rights(user_id: int) -> None:
    """After the commit, each open page of this person closes if its session is over."""
    _after_commit([person_channel(user_id)], {"type": "check"})


def socket(request: HttpRequest) -> dict[str, str]:
    """Context processor: where the page opens its socket; empty for somebody not signed in."""
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return {"socket_url": ""}
    origin = ""
    if settings.SOCKET_PORT:
        # The session's cookie belongs to the name the page was opened with.
        host, _ = split_domain_port(request.get_host())
        origin = f"ws://{host}:{settings.SOCKET_PORT}"
    since = int(clock.now().timestamp()) - SECONDS_OF_RENDERING
    return {"socket_url": f"{origin}/live/?since={since}"}


async def missed(channels: Iterable[str], since: int) -> set[str]:
    """What pages on these channels were to look at since this second.

    A page asks once its socket is open. To let every page look again then would double the
    requests of eight o'clock and, for good, the views in the trail.
    """
    layer: Any = get_channel_layer()
    looks: set[str] = set()
    for channel in channels:
        memory, key = _memory(layer, channel)
        found = await memory.zrangebyscore(key, since, "+inf")
        looks.update(look.decode() for look in found)
    return looks


def _after_commit(channels: list[str], message: dict[str, str]) -> None:
    transaction.on_commit(partial(_send, channels, message))


def _send(channels: list[str], message: dict[str, str]) -> None:
    try:
        async_to_sync(_send_in_time)(channels, message)
    except Exception as error:  # noqa: BLE001  (whatever the broker does, the action stands)
        log.warning("nudge lost", kind=message["type"], error=type(error).__name__)


async def _send_in_time(channels: list[str], message: dict[str, str]) -> None:
    async with asyncio.timeout(SECONDS_FOR_THE_BROKER):
        await _send_all(channels, message)


async def _send_all(channels: list[str], message: dict[str, str]) -> None:
    layer: Any = get_channel_layer()
    if message["type"] == "look":
        # Before it is sent: whoever joins a channel too late for it then finds it here.
        await _remember(layer, channels, message["look"])
    for start in range(0, len(channels), AT_ONCE):
        few = channels[start : start + AT_ONCE]
        await asyncio.gather(*(layer.group_send(channel, message) for channel in few))


async def _remember(layer: Any, channels: list[str], look: str) -> None:
    now = clock.now().timestamp()
    of_broker: dict[Any, Any] = {}
    for channel in channels:
        memory, key = _memory(layer, channel)
        commands = of_broker.setdefault(memory, memory.pipeline(transaction=False))
        commands.zadd(key, {look: now})
        commands.zremrangebyscore(key, 0, now - SECONDS_REMEMBERED)
        commands.expire(key, SECONDS_REMEMBERED)
    for commands in of_broker.values():
        await commands.execute()


def _memory(layer: Any, channel: str) -> tuple[Any, str]:
    """The broker's connection for this channel, and where its looks are kept."""
    return layer.connection(layer.consistent_hash(channel)), f"{layer.prefix}:looks:{channel}"
