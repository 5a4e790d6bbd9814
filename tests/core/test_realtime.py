import asyncio
import socket
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from core import realtime
from tests.cast import Cast
from tests.client import signed_in

Sent = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    messages: Sent = []

    async def send(channels: list[str], message: dict[str, str]) -> None:
        messages.append((channels, message))

    monkeypatch.setattr(realtime, "_send_all", send)
    return messages


def test_pages_are_nudged_after_the_commit(
    db: None, sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        realtime.nudge([3, 4], "feed")
        realtime.nudge_people([5], "messages")
        realtime.throw_out(6)
        assert sent == []
    assert sent == [
        (["group.3", "group.4"], {"type": "look", "look": "feed"}),
        (["person.5"], {"type": "look", "look": "messages"}),
        (["person.6"], {"type": "leave"}),
    ]


def test_a_rollback_nudges_nobody(
    db: None, sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        realtime.nudge([3], "feed")
        transaction.set_rollback(True)
    assert sent == []


def test_many_pages_come_and_go_in_the_same_second() -> None:
    layer: Any = get_channel_layer()

    @async_to_sync
    async def come_and_go() -> None:
        pages = [await layer.new_channel() for _ in range(300)]
        await asyncio.gather(*(layer.group_add("group.1", page) for page in pages))
        await asyncio.gather(*(layer.group_discard("group.1", page) for page in pages))

    come_and_go()


def test_a_nudge_reaches_the_group(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    layer: Any = get_channel_layer()

    @async_to_sync
    async def listen() -> Any:
        name = await layer.new_channel()
        await layer.group_add("group.3", name)
        return name

    name = listen()
    with django_capture_on_commit_callbacks(execute=True):
        realtime.nudge([3], "feed")
    assert async_to_sync(layer.receive)(name) == {"type": "look", "look": "feed"}


def test_with_the_broker_down_the_action_stands(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with (
        override_settings(CHANNEL_LAYERS=broker_at("127.0.0.1:1")),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        realtime.nudge([3], "feed")
    assert len(callbacks) == 1


def test_nobody_waits_for_a_broker_that_says_nothing(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Without an end to its patience this test would have none either."""
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        override_settings(CHANNEL_LAYERS=broker_at(f"127.0.0.1:{silent.getsockname()[1]}")),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        realtime.nudge([3], "feed")
    assert len(callbacks) == 1


def broker_at(address: str) -> dict[str, Any]:
    layer: Any = django_settings.CHANNEL_LAYERS["default"]
    host = {**layer["CONFIG"]["hosts"][0], "address": f"redis://{address}/0"}
    return {"default": {**layer, "CONFIG": {"hosts": [host]}}}


def test_in_development_the_socket_has_the_name_of_the_page(cast: Cast) -> None:
    """The cookie of one name is not sent to another."""
    with override_settings(SOCKET_PORT=8001):
        for host in ("localhost", "127.0.0.1"):
            page = signed_in(cast.student).get("/", headers={"host": f"{host}:8000"})
            assert f'data-socket-url="ws://{host}:8001/live/?' in page.content.decode()
    page = signed_in(cast.student).get("/")
    assert 'data-socket-url="/live/?' in page.content.decode()
