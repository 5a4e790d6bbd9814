"""Tells open pages to look again. Nothing that matters depends on a nudge arriving."""

from collections.abc import Iterable
from functools import partial

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

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


def throw_out(user_id: int) -> None:
    """After the commit, every open page of this person is closed."""
    _after_commit([person_channel(user_id)], {"type": "leave"})


def socket(request: HttpRequest) -> dict[str, str]:
    """Context processor: where the page opens its socket; empty for somebody not signed in."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {"socket_url": f"{settings.SOCKET_ORIGIN}/live/" if known else ""}


def _after_commit(channels: list[str], message: dict[str, str]) -> None:
    transaction.on_commit(partial(_send, channels, message))


def _send(channels: list[str], message: dict[str, str]) -> None:
    try:
        async_to_sync(_send_all)(channels, message)
    except Exception as error:  # noqa: BLE001  (whatever the broker does, the action stands)
        log.warning("nudge lost", kind=message["type"], error=type(error).__name__)


async def _send_all(channels: list[str], message: dict[str, str]) -> None:
    layer = get_channel_layer()
    assert layer is not None
    for channel in channels:
        await layer.group_send(channel, message)
