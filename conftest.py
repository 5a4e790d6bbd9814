"""Gives a test run its servers before Django reads its settings, and its browser tests a browser."""

import atexit
import gc
import os
import sys
from contextlib import ExitStack
from fcntl import LOCK_EX, LOCK_NB, flock
from itertools import count
from urllib.parse import urlsplit

import django
import pytest
from django.core.management import call_command

from core.data_dir import data_dir
from core.embedded import CannotStart, explained, running, servers
from tests import migrated
from tests.chromium import MISSING, chromium

# What a run imports and collects stays to its end, and is no garbage to be looked for.
gc.set_threshold(500_000)

_held = ExitStack()
atexit.register(_held.close)


def _start() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _keep_apart(int(worker.removeprefix("gw")) + 1)
    elif servers.given():
        servers.check()
    else:
        os.environ["PREAU_DATA_DIR"] = _free_data_dir()
        _held.enter_context(running())
    django.setup()
    if not worker:
        migrated.forget()
        call_command("compile_translations", verbosity=0)


def _free_data_dir() -> str:
    """A folder no other run is using, so that runs may overlap; used again, it starts faster."""
    for number in count(1):
        folder = data_dir().resolve() / "tests" / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        taken = _held.enter_context((folder / "taken.lock").open("w"))
        try:
            flock(taken, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            continue
        return str(folder)
    raise AssertionError


def _keep_apart(number: int) -> None:
    url = urlsplit(os.environ["REDIS_URL"])
    os.environ["REDIS_URL"] = url._replace(path=f"/{number}").geturl()


try:
    _start()
except CannotStart as sentence:
    sys.exit(f"Préau: {sentence}")
except OSError as error:
    sys.exit(f"Préau: {explained(error)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest file begins, or one process would wait for it at the end.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and chromium() is None:
        missed = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missed(MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    missed = [report.nodeid for report in skipped if MISSING in str(report.longrepr)]
    if missed:
        terminalreporter.write_line(f"SKIPPED, {MISSING}: {', '.join(missed)}", red=True, bold=True)
