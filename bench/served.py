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

WORKERS = 2


@dataclass(frozen=True)
class Figures:
    """p50 and p95 in milliseconds with one reader at a time; requests a second with eight."""

    p50: float
    p95: float
    per_second: float


@contextmanager
def page_server(settings: str) -> Iterator[int]:
    """Serves with these settings and yields the port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"),
        *("--workers", str(WORKERS), "--port", str(port), "--no-log"),
    ]
    server = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def measure(port: int, path: str, cookies: Sequence[str], requests: int = 300) -> Figures:
    """Asks for one page with the cookies of many readers in turn."""
    # Each worker keeps what it rendered: all have seen all readers before anything counts.
    _ask(port, path, cookies, 8 * len(cookies))
    times = sorted(_ask(port, path, cookies, requests))
    started = time.perf_counter()
    with ThreadPoolExecutor(8) as readers:
        shares = [cookies[n::8] or cookies for n in range(8)]
        list(readers.map(lambda share: _ask(port, path, share, requests // 4), shares))
    per_second = 8 * (requests // 4) / (time.perf_counter() - started)
    p95 = times[int(len(times) * 0.95)]
    return Figures(statistics.median(times) * 1000, p95 * 1000, per_second)


def _ask(port: int, path: str, cookies: Sequence[str], requests: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for number in range(requests):
        cookie = cookies[number % len(cookies)]
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status != http.client.OK:
            raise SystemExit(f"{path} answered {response.status}")
    return times


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The page server did not start.")
