"""A page server of its own for one measurement, and the readers who ask it."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

WORKERS = 2
FEWEST = 300
# Any will do that is in the cookie and in the form.
TOKEN = "m" * 32


class Visit(NamedTuple):
    """A page as one reader asks for it; a search is sent with the words that are `sought`."""

    path: str
    cookie: str
    sought: str = ""


@dataclass(frozen=True)
class Figures:
    """p50 and p95 in milliseconds, and pages a second."""

    p50: float
    p95: float
    per_second: float


@contextmanager
def page_server(settings: str) -> Iterator[int]:
    """Serves with these settings and yields the port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"),
        *("--workers", str(WORKERS), "--port", str(port), "--no-log"),
    ]
    with served(command, port, {"DJANGO_SETTINGS_MODULE": settings}):
        yield port


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def served(command: Sequence[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Runs a server until the end of the block, which begins when it answers."""
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait()


def measure(port: int, visits: Sequence[Visit], readers: int = 1, *, rounds: int = 8) -> Figures:
    """Asks for these pages in turn, again and again, by so many readers at a time."""
    # Each worker keeps what it rendered: all have seen all readers before anything counts. A
    # connection stays with one worker, so each round needs its own.
    for _ in range(rounds):
        _ask(port, visits, len(visits))
    shares = [visits[n::readers] or visits for n in range(readers)]
    number = max(FEWEST // readers, 20)
    started = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        found = list(pool.map(lambda share: _ask(port, share, number), shares))
    seconds = time.perf_counter() - started
    times = sorted(each for some in found for each in some)
    p95 = times[int(len(times) * 0.95)]
    return Figures(statistics.median(times) * 1000, p95 * 1000, len(times) / seconds)


def _ask(port: int, visits: Sequence[Visit], requests: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for number in range(requests):
        visit = visits[number % len(visits)]
        started = time.perf_counter()
        _request(connection, visit)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status != http.client.OK:
            raise SystemExit(f"{visit.path} answered {response.status}")
    return times


def _request(connection: http.client.HTTPConnection, visit: Visit) -> None:
    cookie = f"sessionid={visit.cookie}; csrftoken={TOKEN}"
    if visit.sought:
        form = urlencode({"words": visit.sought, "csrfmiddlewaretoken": TOKEN})
        kind = "application/x-www-form-urlencoded"
        connection.request("POST", visit.path, form, {"Cookie": cookie, "Content-Type": kind})
    else:
        connection.request("GET", visit.path, headers={"Cookie": cookie})


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")
