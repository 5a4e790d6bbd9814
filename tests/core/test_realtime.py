import asyncio
import socket
from typing import Any

import pytest
import redis
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis.asyncio import Redis

from core import realtime
from tests.cast import Cast
from tests.client import signed_in

Sent = list[tuple[list[str], dict[str, str]]]

pytestmark = pytest.mark.external


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    messages: Sent = []

    def send(channels: list[str], message: dict[str, str]) -> None:
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


async def page_of(group: str) -> str:
    layer: Any = get_channel_layer()
    page: str = await layer.new_channel()
    await layer.group_add(group, page)
    return page


async def heard_on(page: str) -> Any:
    layer: Any = get_channel_layer()
    return await layer.receive(page)


def test_a_nudge_reaches_the_group(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    @async_to_sync
    async def heard() -> Any:
        page = await page_of("group.3")
        await sync_to_async(nudge)()
        return await heard_on(page)

    def nudge() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            realtime.nudge([3], "feed")

    assert heard() == {"type": "look", "look": "feed"}


def test_nothing_is_dropped_however_fast_it_comes() -> None:
    looks = [{"type": "look", "look": f"entry-{number}"} for number in range(500)]

    @async_to_sync
    async def heard() -> list[Any]:
        pages = [await page_of("group.3") for _ in range(3)]
        for look in looks:
            realtime._send(["group.3"], look)
        return [await heard_on(page) for page in pages for _ in looks]

    assert heard() == looks * 3


def test_a_nudge_to_several_groups_is_heard_once() -> None:
    @async_to_sync
    async def heard() -> list[Any]:
        layer: Any = get_channel_layer()
        page = await page_of("group.3")
        await layer.group_add("group.4", page)
        for look in ("feed", "entries"):
            realtime._send(["group.3", "group.4"], {"type": "look", "look": look})
        return [(await heard_on(page))["look"] for _ in range(2)]

    assert heard() == ["feed", "entries"]


def test_pages_connect_again_after_the_broker_was_gone() -> None:
    """Nobody knows what was said meanwhile. Here the broker itself ends the connection."""

    @async_to_sync
    async def heard() -> tuple[Any, Any]:
        page = await page_of("group.3")
        async with Redis.from_url(django_settings.REDIS_URL) as broker:
            for number in await listeners(broker):
                await broker.client_kill_filter(_id=number)
        lost = await heard_on(page)
        next_page = await page_of("group.3")
        realtime._send(["group.3"], {"type": "look", "look": "feed"})
        return lost, await heard_on(next_page)

    assert heard() == ({"type": "connect_again"}, {"type": "look", "look": "feed"})


async def listeners(broker: Redis) -> list[str]:
    """Who listens here: a neighbour that tests at the same time has a number of its own."""
    own = str(broker.connection_pool.connection_kwargs["db"])
    return [each["id"] for each in await broker.client_list("pubsub") if each["db"] == own]


def test_nobody_joins_while_the_broker_is_gone() -> None:
    with (
        override_settings(REDIS_URL="redis://127.0.0.1:1/0"),
        pytest.raises(redis.ConnectionError),
    ):
        async_to_sync(page_of)("group.3")


def test_with_the_broker_down_the_action_stands(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with (
        override_settings(REDIS_URL="redis://127.0.0.1:1/0"),
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
        override_settings(REDIS_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}/0"),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        realtime.nudge([3], "feed")
    assert len(callbacks) == 1


def test_in_development_the_socket_has_the_name_of_the_page(cast: Cast) -> None:
    """The cookie of one name is not sent to another."""
    with override_settings(SOCKET_PORT=8001):
        for host in ("localhost", "127.0.0.1"):
            page = signed_in(cast.student).get("/", headers={"host": f"{host}:8000"})
            assert f'data-socket-url="ws://{host}:8001/live/?' in page.content.decode()
    page = signed_in(cast.student).get("/")
    assert 'data-socket-url="/live/?' in page.content.decode()
