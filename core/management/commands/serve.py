import http.client
import signal
import socket
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.data_dir import data_dir
from core.embedded import CannotStart, is_embedded, restarted, servers
from core.supervisor import Process, started

PATIENCE = 60  # seconds until every process answers


class Command(BaseCommand):
    help = "Prepares and starts everything, and stops it at Ctrl-C."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        # A shell that starts this in the background has it ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        pages, sockets = settings.PORT, settings.PORT + 1
        for port in (pages, sockets):
            _must_be_free(port)
        self._prepare()
        with started(settings.BASE_DIR, data_dir() / "log") as processes:
            self._watch(processes, until=[_answers(pages), _accepts(sockets), _works])
            self.stdout.write(f"Préau is ready: http://127.0.0.1:{pages}")
            if is_embedded():
                call_command("demo_logins", stdout=self.stdout)
            self._watch(processes)

    def _prepare(self) -> None:
        if not is_embedded():
            servers.check()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("compile_translations", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if is_embedded():
            call_command("load_demo", stdout=self.stdout)

    def _watch(
        self, processes: list[Process], until: list[Callable[[], bool]] | None = None
    ) -> None:
        """Shows what goes wrong until everything answers, or for ever."""
        patience = time.monotonic() + PATIENCE
        for turn in count():
            if until is not None and all(answers() for answers in until):
                return
            if is_embedded() and turn % 10 == 0:
                for name in restarted():
                    self.stderr.write(f"{name} had ended and was started again.")
            for process in processes:
                for line in process.new_errors():
                    self.stderr.write(f"{process.name}: {line} (more in {process.log})")
                if process.has_ended():
                    raise CannotStart(f"{process.name} has ended. Its log is {process.log}.")
            if until is not None and time.monotonic() > patience:
                raise CannotStart(
                    f"Not everything has started. The logs are in {processes[0].log.parent}."
                )
            time.sleep(0.2)


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CannotStart(
                f"Port {port} is for root alone. Choose another one: {_on_another_port()}"
            ) from error
        except OSError as error:
            raise CannotStart(
                f"Port {port} is taken. End the program that uses it, or choose another port:"
                f" {_on_another_port()}"
            ) from error


def _on_another_port() -> str:
    return f"PREAU_PORT={settings.PORT % 50_000 + 2000} bin/serve"


def _answers(port: int) -> Callable[[], bool]:
    def asked() -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            return False
        finally:
            connection.close()
        return True

    return asked


def _accepts(port: int) -> Callable[[], bool]:
    def asked() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return asked


def _works() -> bool:
    return bool(current_app.control.ping(timeout=0.5, limit=1))
