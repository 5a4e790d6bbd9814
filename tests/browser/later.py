"""Runs a management command on a clock set forward: `python -m tests.browser.later SECONDS …`."""

import os
import sys
from datetime import UTC, datetime, timedelta

import time_machine
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    seconds, *words = sys.argv[1:]
    moment = datetime.now(UTC) + timedelta(seconds=float(seconds))
    with time_machine.travel(moment):
        execute_from_command_line(["manage.py", *words])


if __name__ == "__main__":
    main()
