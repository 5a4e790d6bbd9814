#!/usr/bin/env python
"""Django's commands, on the servers named in the environment or on the program's own."""

import errno
import os
import signal
import sys
from types import FrameType

from django.core.management import execute_from_command_line
from django.db import NotSupportedError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from core.embedded import CannotStart, check, explained, running


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    _unwind_on(signal.SIGTERM)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        _unwind_on(signal.SIGHUP)
    try:
        with running():
            _execute()
    except CannotStart as sentence:
        sys.exit(f"Préau: {sentence}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _execute() -> None:
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, NotSupportedError):
        check()
        raise
    except ProgrammingError as error:
        if _is_behind():
            raise CannotStart(
                "The database is not that of this version of Préau. Run: bin/manage migrate"
            ) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise explained(error) from error
        raise


def _is_behind() -> bool:
    migrations = MigrationExecutor(connection)
    return bool(migrations.migration_plan(migrations.loader.graph.leaf_nodes()))


def _unwind_on(number: signal.Signals) -> None:
    """Ends by way of every `finally`: a signal's own end would leave the services running."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(number, leave)


if __name__ == "__main__":
    main()
