"""Asks clamd, if there is one, whether a file holds a virus. Without a clear no, it is refused.

https://docs.clamav.net/manual/Usage/Scanning.html
"""

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from uploads.limited.refusals import Why
from uploads.refusals import FileRefused

log = structlog.get_logger()

PATIENCE = 30
BLOCK = 256 * 1024
LONGEST_ANSWER = 4096
TRIES = 2
SIGNED = re.compile(r"ClamAV [^/]+/\d+/(?P<at>\w{3} \w{3} [\d ]\d \d\d:\d\d:\d\d \d{4})")


class ScannerSilent(Exception):
    """The scanner cannot be reached, or says what nobody understands."""


def refuse_viruses(file: Path) -> None:
    """Raises `FileRefused`: also where a scanner is set up and does not answer as it should."""
    if not settings.CLAMD:
        return
    for _ in range(TRIES):
        with suppress(ScannerSilent):
            answer = _ask(b"INSTREAM", file)
            if answer == "stream: OK":
                return
            if answer.endswith(" FOUND"):
                raise FileRefused(Why.INFECTED)
            log.warning("clamd said something else", answer=answer)
    raise FileRefused(Why.NOT_SCANNED)


def signed_at() -> datetime:
    """When the newest signatures were made that the scanner knows. Raises `ScannerSilent`."""
    found = SIGNED.match(_ask(b"VERSION"))
    if not found:
        raise ScannerSilent
    # In words of C and in the scanner's own time, which is a day's business, not an hour's.
    return datetime.strptime(found["at"], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)


def _ask(command: bytes, file: Path | None = None) -> str:
    try:
        with _connected() as clamd:
            clamd.sendall(b"z" + command + b"\0")
            if file:
                # It says no, and hangs up, in the middle of what is too long for it.
                with suppress(ConnectionError):
                    _stream(clamd, file)
            return _answer(clamd)
    except (OSError, UnicodeDecodeError) as error:
        log.warning("clamd is silent", error=type(error).__name__)
        raise ScannerSilent from None


@contextmanager
def _connected() -> Iterator[socket.socket]:
    place = urlsplit(settings.CLAMD)
    if place.scheme == "unix":
        with socket.socket(socket.AF_UNIX) as clamd:
            clamd.settimeout(PATIENCE)
            clamd.connect(place.path)
            yield clamd
    else:
        with socket.create_connection((place.hostname, place.port or 3310), PATIENCE) as clamd:
            yield clamd


def _stream(clamd: socket.socket, file: Path) -> None:
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            clamd.sendall(struct.pack("!L", len(block)) + block)
    clamd.sendall(struct.pack("!L", 0))


def _answer(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        more = clamd.recv(LONGEST_ANSWER)
        if not more or len(answer) > LONGEST_ANSWER:
            raise ScannerSilent
        answer += more
    return answer[:-1].decode("ascii")
