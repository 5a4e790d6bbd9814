"""Measures publishing in one school, and the way to its open pages; prints the figures as JSON."""

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from threading import Thread

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402

from accounts.choices import GroupKind, Profile  # noqa: E402
from accounts.models import Group, Membership, School, User  # noqa: E402
from bench.served import free_port, served  # noqa: E402
from core import wall  # noqa: E402
from newsfeed.actions import publish_entry  # noqa: E402
from newsfeed.models import Entry  # noqa: E402

TIMES = 15
SECONDS_TO_HEAR = 5


def main(sockets: int) -> None:
    school = School.objects.get()
    with wall.within(school.pk):
        staff = Membership.objects.filter(profile=Profile.STAFF).select_related("user", "school")
        by = staff.earliest("pk")
        groups = Group.objects.filter(school=school, profile="")
        in_class = groups.filter(kind=GroupKind.CLASS).earliest("pk")
        everybody = groups.get(kind=GroupKind.SCHOOL)
        _publish(by, everybody)
        published = [
            _publishing(by, label, group)
            for label, group in (("a class", in_class), ("the school", everybody))
        ]
        heard = _heard(by, everybody, sockets)
    json.dump({"published": published, "heard": heard}, sys.stdout)


def _publish(by: Membership, group: Group) -> Entry:
    return publish_entry(by, groups=[group], title="Vacances", body="<p>À lundi !</p>")


def _publishing(by: Membership, label: str, group: Group) -> dict[str, object]:
    times = []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            _publish(by, group)
            times.append(time.perf_counter() - started)
    return {
        "to": label,
        "people": group.members.count(),
        "ms": statistics.median(times) * 1000,
        "queries": len(asked),
    }


def _heard(by: Membership, group: Group, sockets: int) -> dict[str, float]:
    """How long after its commit each open page is told of an entry, in ms."""
    people = Membership.objects.filter(in_groups__group=group).select_related("user")
    cookies = [_cookie(each.user) for each in people.order_by("pk")[:sockets]]
    port = free_port()
    command = [
        *(sys.executable, "-m", "uvicorn", "--port", str(port), "--ws", "websockets-sansio"),
        *("--ws-per-message-deflate", "false", "--log-level", "warning", "config.asgi:application"),
    ]
    with served(command, port, {}):
        pages = _Pages(f"ws://127.0.0.1:{port}/live/", cookies)
        times = sorted(
            each for _ in range(TIMES) for each in pages.told_of(lambda: _publish(by, group))
        )
        pages.close()
    milliseconds = [each * 1000 for each in times]
    return {
        "sockets": len(cookies),
        "p50": statistics.median(milliseconds),
        "p95": milliseconds[int(len(milliseconds) * 0.95)],
        "p99": milliseconds[int(len(milliseconds) * 0.99)],
        "last": milliseconds[-1],
    }


class _Pages:
    """Open pages in a thread of their own, which note when they are told to look."""

    def __init__(self, address: str, cookies: Sequence[str]) -> None:
        self._heard: list[float] = []
        self._number = len(cookies)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        opened = asyncio.run_coroutine_threadsafe(self._open(address, cookies), self._loop)
        self._sockets = opened.result(60)

    def told_of(self, publish: Callable[[], object]) -> list[float]:
        self._heard.clear()
        with transaction.atomic():
            publish()
            committing = time.perf_counter()
        latest = committing + SECONDS_TO_HEAR
        while len(self._heard) < self._number and time.perf_counter() < latest:
            time.sleep(0.01)
        if len(self._heard) < self._number:
            raise SystemExit(f"{self._number - len(self._heard)} pages were told nothing")
        return [at - committing for at in self._heard[: self._number]]

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _open(self, address: str, cookies: Sequence[str]) -> list[ClientConnection]:
        sockets = []
        for cookie in cookies:
            headers = {"Cookie": f"sessionid={cookie}"}
            socket = await connect(address, origin="http://127.0.0.1", additional_headers=headers)  # type: ignore[arg-type]  # a text will do
            sockets.append(socket)
            self._loop.create_task(self._listen(socket))
        return sockets

    async def _listen(self, socket: ClientConnection) -> None:
        async for _ in socket:
            self._heard.append(time.perf_counter())

    async def _close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in self._sockets))


def _cookie(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.entrance.backends.LoginBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
