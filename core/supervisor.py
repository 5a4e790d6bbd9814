"""The processes of the Procfile: started together, watched, and stopped to the last one."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 10  # seconds to finish what they are doing before they are killed
ERROR = re.compile(r'\b(ERROR|CRITICAL)\b|"level": "(error|critical)"|^Traceback')


class Process:
    """One line of the Procfile, in a process group of its own, out of the terminal's reach."""

    def __init__(self, name: str, command: str, folder: Path, log: Path) -> None:
        self.name = name
        self.log = log
        if log.exists():
            log.replace(log.with_suffix(".previous.log"))
        with log.open("w") as output:
            self._process = subprocess.Popen(
                ["sh", "-c", f"exec {command}"],
                cwd=folder,
                env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._lines = log.open(errors="replace")

    @property
    def group(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def new_errors(self) -> list[str]:
        """The lines of its log, since the last look, that tell of an error."""
        return [line.rstrip() for line in self._lines if ERROR.search(line)]

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def make_stop(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0))
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        self._process.wait()
        self._lines.close()


@contextmanager
def started(folder: Path, logs: Path) -> Iterator[list[Process]]:
    """Starts what `folder/Procfile` lists. When the block is left, however, none is left."""
    logs.mkdir(parents=True, exist_ok=True)
    processes: list[Process] = []
    try:
        for line in (folder / "Procfile").read_text().splitlines():
            name, _, command = line.partition(": ")
            processes.append(Process(name, command, folder, logs / f"{name}.log"))
        with _guarded(processes):
            yield processes
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in processes:
            process.ask_to_stop()
        end = time.monotonic() + PATIENCE
        for process in processes:
            process.make_stop(end - time.monotonic())


@contextmanager
def _guarded(processes: list[Process]) -> Iterator[None]:
    """Should this program be killed outright, the guard sees its pipe close and stops the others."""
    script = 'cat >/dev/null; kill -- "$@"'
    groups = [f"-{process.group}" for process in processes]
    guard = subprocess.Popen(
        ["sh", "-c", script, "guard", *groups],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        # Before the groups are gone: their numbers may go to others.
        guard.kill()
        guard.communicate()
