"""Tells open pages to look again. Nothing that matters depends on a nudge arriving."""

import json
from collections.abc import Iterable
from functools import cache, partial
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from redis import Redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from core import clock

SECONDS_REMEMBERED = 300
# A broker that is gone refuses; one that hangs would hold up whoever writes.
SECONDS_FOR_THE_BROKER = 0.5
# A page read its rows before it says when it was rendered.
SECONDS_OF_RENDERING = 5

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


def missed(channels: Iterable[str], since: int) -> set[str]:
    """What pages on these channels were to look at since this second.

    A page asks once its socket is open. To let every page look again then would double the
    requests of eight o'clock and, for good, the views in the trail.
    """
    with _broker(settings.REDIS_URL).pipeline(transaction=False) as asked:
        for channel in channels:
            asked.zrangebyscore(_memory(channel), since, "+inf")
        return {look.decode() for looks in asked.execute() for look in looks}


def subject() -> str:
    """What the broker knows all nudges of this program by."""
    # What is published is heard in every database of a Redis, whosever it is.
    return f"preau:nudges{urlsplit(settings.REDIS_URL).path}"


def _after_commit(channels: list[str], message: dict[str, str]) -> None:
    transaction.on_commit(partial(_send, channels, message))


def _send(channels: list[str], message: dict[str, str]) -> None:
    try:
        _send_all(channels, message)
    except Exception as error:  # noqa: BLE001  (whatever the broker does, the action stands)
        log.warning("nudge lost", kind=message["type"], error=type(error).__name__)


def _send_all(channels: list[str], message: dict[str, str]) -> None:
    with _broker(settings.REDIS_URL).pipeline(transaction=False) as commands:
        if message["type"] == "look":
            # Before it is sent: whoever joins a channel too late for it then finds it here.
            _remember(commands, channels, message["look"])
        _publish(commands, channels, message)
        commands.execute()


def _remember(commands: Pipeline, channels: list[str], look: str) -> None:
    now = clock.now().timestamp()
    for channel in channels:
        key = _memory(channel)
        commands.zadd(key, {look: now})
        commands.zremrangebyscore(key, 0, now - SECONDS_REMEMBERED)
        commands.expire(key, SECONDS_REMEMBERED)


def _publish(broker: Redis, channels: list[str], message: dict[str, str]) -> None:
    broker.publish(subject(), json.dumps({"groups": channels, "message": message}))


@cache
def _broker(url: str) -> Redis:
    patience = SECONDS_FOR_THE_BROKER
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience, retry=once)


def _memory(channel: str) -> str:
    return f"preau:looks:{channel}"
