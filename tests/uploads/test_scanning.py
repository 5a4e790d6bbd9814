"""The virus scanner, here a server that speaks as clamd does."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core import clock
from tests.cast import Cast
from tests.uploads import samples
from uploads.actions import nothing_left_behind, store_file
from uploads.limited.refusals import Why
from uploads.models import StoredFile
from uploads.refusals import FileRefused
from uploads.scanning import refuse_viruses

Answers = Callable[..., list[bytes]]
CLEAN, FOUND = b"stream: OK\0", b"stream: Eicar-Test-Signature FOUND\0"


@pytest.fixture
def answers(tmp_path: Path, settings: Settings) -> Iterator[Answers]:
    """Starts a scanner that gives these answers, one a connection; returns what it is sent."""
    server = socket.socket(socket.AF_UNIX)
    place = tmp_path / "clamd"
    server.bind(str(place))
    server.listen()
    settings.CLAMD = f"unix:{place}"
    heard: list[bytes] = []

    def answer(said: tuple[bytes, ...]) -> None:
        for each in said:
            connection = server.accept()[0]
            with connection, connection.makefile("rb") as lines:
                heard.append(_heard(lines))
                connection.sendall(each)

    def start(*said: bytes) -> list[bytes]:
        threading.Thread(target=answer, args=(said,), daemon=True).start()
        return heard

    yield start
    server.close()


def _heard(lines: "object") -> bytes:
    command = b""
    while not command.endswith(b"\0"):
        command += lines.read(1)  # type: ignore[attr-defined]  # a buffered reader
    if command != b"zINSTREAM\0":
        return command
    content = b""
    while length := struct.unpack("!L", lines.read(4))[0]:  # type: ignore[attr-defined]  # the same
        content += lines.read(length)  # type: ignore[attr-defined]  # the same
    return content


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "sent"
    made.write_bytes(bytes(600_000))
    return made


def why(file: Path) -> Why:
    with pytest.raises(FileRefused) as refused:
        refuse_viruses(file)
    return refused.value.why


def test_without_a_scanner_nothing_is_asked(file: Path) -> None:
    refuse_viruses(file)


def test_a_file_is_sent_whole_and_may_pass(answers: Answers, file: Path) -> None:
    heard = answers(CLEAN)
    refuse_viruses(file)
    assert heard == [file.read_bytes()]


def test_a_virus_is_refused(answers: Answers, file: Path) -> None:
    answers(FOUND)
    assert why(file) is Why.INFECTED


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"stream: OK",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK indeed\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\0",
        b"x" * 10_000 + b"\0",
    ],
)
def test_whatever_is_not_clear_is_refused(answers: Answers, file: Path, odd: bytes) -> None:
    answers(odd, odd)
    assert why(file) is Why.NOT_SCANNED


def test_it_is_asked_once_more(answers: Answers, file: Path) -> None:
    answers(b"", CLEAN)
    refuse_viruses(file)


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd", "tcp://127.0.0.1:9"])
def test_a_scanner_that_is_not_there_lets_nothing_pass(
    file: Path, settings: Settings, address: str
) -> None:
    settings.CLAMD = address
    assert why(file) is Why.NOT_SCANNED


def test_what_was_sent_is_scanned_and_nothing_of_it_kept(cast: Cast, answers: Answers) -> None:
    content = samples.a_picture()
    heard = answers(FOUND)
    with pytest.raises(FileRefused), nothing_left_behind():
        store_file(cast.student, upload=samples.sent(content))
    assert heard == [content], "not the cleaned one: whoever sends viruses should be told"
    assert not StoredFile.objects.exists()


def test_the_age_of_the_signatures_is_told(
    answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    said = b"ClamAV 1.4.2/27500/Tue Dec  3 09:30:00 2024\0"
    heard = answers(said, said)
    with clock.at(datetime(2024, 12, 5, 12, tzinfo=UTC)):
        call_command("check_virus_scanner")
    assert "2 days" in capsys.readouterr().out
    with clock.at(datetime(2024, 12, 7, 12, tzinfo=UTC)), pytest.raises(CommandError, match="4"):
        call_command("check_virus_scanner")
    assert heard == [b"zVERSION\0", b"zVERSION\0"]


@pytest.mark.parametrize("said", [b"ClamAV 1.4.2\0", b"", b"ClamAV 1.4.2/27500/yesterday\0"])
def test_a_scanner_without_signatures_is_a_failure(answers: Answers, said: bytes) -> None:
    answers(said)
    with pytest.raises(CommandError, match="reached"):
        call_command("check_virus_scanner")


def test_no_scanner_is_a_failure_for_whoever_asks() -> None:
    with pytest.raises(CommandError, match="PREAU_CLAMD"):
        call_command("check_virus_scanner")
