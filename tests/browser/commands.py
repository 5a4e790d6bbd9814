"""Runs management commands for the tests, on a clock set forward if they say so.

Sets Django up once and forks for each of them: setting up takes longer than most commands do.
"""

import json
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from socketserver import ForkingTCPServer, StreamRequestHandler

import django
import time_machine
from django.core.checks import run_checks
from django.core.management import execute_from_command_line
from django.db import connections


class Command(StreamRequestHandler):
    def handle(self) -> None:
        asked = json.loads(self.rfile.readline())
        sys.stdin = StringIO(asked["typed"])
        moment = datetime.now(UTC) + timedelta(seconds=asked["later"])
        with (
            redirect_stdout(StringIO()) as said,
            redirect_stderr(StringIO()) as complained,
            time_machine.travel(moment),
        ):
            code = _run(asked["words"])
        done = {"returncode": code, "stdout": said.getvalue(), "stderr": complained.getvalue()}
        self.wfile.write(json.dumps(done).encode())


def _run(words: list[str]) -> int:
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as end:
        return int(end.code or 0)
    except Exception:  # noqa: BLE001  (as an interpreter ends with it)
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    # What each command would look at anew.
    run_checks()
    connections.close_all()
    with ForkingTCPServer(("127.0.0.1", 0), Command) as server:
        print(server.server_address[1], flush=True)  # noqa: T201  (read by who started it)
        server.serve_forever()


if __name__ == "__main__":
    main()
