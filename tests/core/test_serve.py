"""What `bin/serve` starts, and that nothing of it outlives Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings


@pytest.fixture
def port() -> int:
    """One whose successor is free too, as the socket server takes that."""
    while True:
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                next_one.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def serve(folder: Path, port: int) -> "subprocess.Popen[str]":
    # On the servers of this run, named as somebody else's would be: no demo is loaded there.
    environment = {name: value for name, value in os.environ.items() if name != "PREAU_EMBEDDED"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=environment
        | {"PREAU_DATA_DIR": str(folder), "PREAU_PORT": str(port), "PREAU_DEVELOPMENT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Whoever runs the tests may have had them ignore it, as nohup does.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509  (no threads here)
    )


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    program = serve(tmp_path, port)
    assert program.stdout
    try:
        assert program.stdout.readline() == f"Préau is ready: http://127.0.0.1:{port}\n"
        yield program
    finally:
        program.terminate()
        program.communicate()


def everything_of(program: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(program.pid).children(recursive=True)


def left_of(processes: list[psutil.Process]) -> list[psutil.Process]:
    # Where nobody buries the dead of others, as in many a container, they stay listed.
    _, left = psutil.wait_procs(processes, timeout=10)
    return [process for process in left if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_after(number: signal.Signals, served: "subprocess.Popen[str]") -> None:
    processes = everything_of(served)
    assert len(processes) >= 4
    served.send_signal(number)
    said, _ = served.communicate(timeout=30)
    assert said == ""
    assert left_of(processes) == []


def test_the_end_of_one_is_said_in_a_line_and_ends_all(served: "subprocess.Popen[str]") -> None:
    processes = everything_of(served)
    beat = next(process for process in processes if "beat" in process.cmdline())
    beat.kill()
    said, _ = served.communicate(timeout=30)
    assert said.startswith("Préau: beat has ended. Its log is ")
    assert said.count("\n") == 1
    assert served.returncode == 1
    assert left_of(processes) == []


def test_a_taken_port_is_named(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        said, _ = serve(tmp_path, port).communicate(timeout=30)
    assert said.startswith(f"Préau: Port {port + 1} is taken.")
    assert "PREAU_PORT=" in said
    assert said.count("\n") == 1
