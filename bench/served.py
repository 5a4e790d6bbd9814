"""A page server of its own for one measurement, and the readers who ask it."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

# As the Procfile has it: each thread has a connection to PostgreSQL of its own.
WORKERS, THREADS = 2, 4
# So many requests for a page in a turn, and no reader fewer.
IN_A_TURN = 40
FEWEST = 5
# Any will do that is in the cookie and in the form.
TOKEN = "m" * 32


class Visit(NamedTuple):
    """A page as one reader asks for it; a search is sent with the words that are `sought`."""

    path: str
    cookie: str
    sought: str = ""


class Asked(NamedTuple):
    """A page of a server, as its readers ask for it."""

    port: int
    visits: Sequence[Visit]


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
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--port", str(port), "--no-log"),
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


def warm(pages: Iterable[Asked], rounds: int) -> None:
    """Each worker keeps what it rendered: all have seen all readers before anything counts."""
    for page in pages:
        # A connection stays with one worker, so each round needs its own.
        for _ in range(rounds):
            _ask(page, page.visits, len(page.visits))


def measure(pages: Mapping[str, Asked], *, readers: int, turns: int) -> dict[str, Figures]:
    """Asks for these pages by turns, by so many readers at a time: whatever else the machine does
    befalls all of them, and their ratios hold.
    """
    times: dict[str, list[float]] = {name: [] for name in pages}
    seconds = dict.fromkeys(pages, 0.0)
    for _ in range(turns):
        for name, page in pages.items():
            started = time.perf_counter()
            times[name] += _ask_side_by_side(page, readers)
            seconds[name] += time.perf_counter() - started
    return {name: _figures(times[name], seconds[name]) for name in pages}


def _figures(times: Sequence[float], seconds: float) -> Figures:
    p95 = sorted(times)[int(len(times) * 0.95)]
    return Figures(statistics.median(times) * 1000, p95 * 1000, len(times) / seconds)


def _ask_side_by_side(page: Asked, readers: int) -> list[float]:
    shares = [page.visits[n::readers] or page.visits for n in range(readers)]
    number = max(IN_A_TURN // readers, FEWEST)
    with ThreadPoolExecutor(readers) as pool:
        found = pool.map(lambda share: _ask(page, share, number), shares)
        return [each for some in found for each in some]


def _ask(page: Asked, visits: Sequence[Visit], requests: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", page.port)
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
