"""What people are called or wrote does not come into a log by way of an error."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from celery import Celery, signals

import config.celery  # noqa: F401  (what the worker has loaded when it starts to log)
from core import logs

WRITTEN: Any = {name: value for name, value in logs.FORMATTER.items() if name != "()"}
WORDS = "Key (name)=(Claire) already exists"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What is written by the handler that the settings describe."""
    output = StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**WRITTEN))
    logging.getLogger().addHandler(handler)
    yield output
    logging.getLogger().removeHandler(handler)


def fail() -> None:
    raise ValueError(WORDS)


def test_an_error_is_named_without_its_message(written: StringIO) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger("core").exception("sweeper failed", sweeper="x")
    line = json.loads(written.getvalue())
    assert line["error"] == "ValueError" and line["path"][-1].endswith(" fail")
    assert "Claire" not in written.getvalue()


def test_neither_is_that_of_a_task(written: StringIO) -> None:
    app = Celery("tests", broker="memory://")
    app.task(name="tests.fail")(fail)
    app.finalize()
    app.tasks["tests.fail"].apply()
    line = json.loads(written.getvalue())
    assert line["event"].startswith("Task tests.fail[") and line["error"] == "ValueError"
    assert "Claire" not in written.getvalue()


def test_celery_sets_up_no_logs_of_its_own() -> None:
    assert signals.setup_logging.receivers
