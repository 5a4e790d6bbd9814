"""A socket server of its own for one measurement, and the pages that are open on it."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from accounts.models import User
from bench.served import free_port, served

SECONDS_TO_HEAR = 15


@contextmanager
def socket_server() -> Iterator[str]:
    """Yields the address where pages open their sockets."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "uvicorn", "--port", str(port), "--ws", "websockets-sansio"),
        *("--ws-per-message-deflate", "false", "--log-level", "warning", "config.asgi:application"),
    ]
    with served(command, port, {}):
        yield f"ws://127.0.0.1:{port}/live/"


def cookie_of(user: User) -> str:
    """That of a new session of theirs."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.entrance.backends.LoginBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


class Pages:
    """Open pages in a thread of their own, which note when they are told to look, and when their
    sockets are closed.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._heard: list[float] = []
        self._closed: list[float] = []
        self._sockets: list[ClientConnection] = []
        self.loop = asyncio.new_event_loop()

    def told_of(self, act: Callable[[], object]) -> list[float]:
        """How many seconds after the commit of this each is told to look."""
        return self._after(act, self._heard, "were told nothing")

    def closed_by(self, act: Callable[[], object]) -> list[float]:
        """How many seconds after the commit of this each socket is closed."""
        return self._after(act, self._closed, "are still open")

    def _after(self, act: Callable[[], object], noted: list[float], failed: str) -> list[float]:
        noted.clear()
        with transaction.atomic():
            act()
            committing = time.perf_counter()
        latest = committing + SECONDS_TO_HEAR
        while len(noted) < self._number and time.perf_counter() < latest:
            time.sleep(0.01)
        if len(noted) < self._number:
            raise SystemExit(f"{self._number - len(noted)} pages {failed}")
        return [at - committing for at in noted[: self._number]]

    async def open(self, address: str, cookies: Sequence[str]) -> None:
        for cookie in cookies:
            headers = {"Cookie": f"sessionid={cookie}"}
            socket = await connect(address, origin="http://127.0.0.1", additional_headers=headers)  # type: ignore[arg-type]  # a text will do
            self._sockets.append(socket)
            self.loop.create_task(self._listen(socket))

    async def _listen(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosedError):
            async for _ in socket:
                self._heard.append(time.perf_counter())
        self._closed.append(time.perf_counter())

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in self._sockets))


@contextmanager
def open_pages(address: str, cookies: Sequence[str]) -> Iterator[Pages]:
    """One page open for each of these sessions."""
    pages = Pages(len(cookies))
    thread = Thread(target=pages.loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(pages.open(address, cookies), pages.loop).result(60)
    try:
        yield pages
    finally:
        asyncio.run_coroutine_threadsafe(pages.close(), pages.loop).result(60)
        pages.loop.call_soon_threadsafe(pages.loop.stop)
        thread.join()
