from collections.abc import Callable
from typing import Any

import pytest
from celery import Celery, Task
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from core import background

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The arguments of every message handed to the broker."""
    messages: list[tuple[int, ...]] = []

    def apply_async(self: object, ids: tuple[int, ...], **_: object) -> None:
        messages.append(ids)

    monkeypatch.setattr(Task, "apply_async", apply_async)
    return messages


@pytest.fixture
def sweepers(monkeypatch: pytest.MonkeyPatch) -> list[background.Sweeper]:
    registered: list[background.Sweeper] = []
    monkeypatch.setattr(background, "_sweepers", registered)
    return registered


def make_task(broker: str = "memory://") -> Any:
    app = Celery("tests", broker=broker)
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    @app.task(name=f"tests.{id(app)}")
    def do_something(number: int) -> None: ...

    return do_something


def test_a_task_leaves_after_the_commit(
    db: None,
    sent: list[tuple[int, ...]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        background.dispatch(make_task(), 7, 8)
        assert sent == []
    assert sent == [(7, 8)]


def test_a_task_stays_with_a_rollback(
    db: None,
    sent: list[tuple[int, ...]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        background.dispatch(make_task(), 7)
        transaction.set_rollback(True)
    assert sent == []


def test_with_the_broker_down_the_action_stands_and_nobody_waits(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("kombu.utils.functional.sleep", waits.append)
    task = make_task(NOBODY_LISTENS)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        background.dispatch(task, 7)
    assert len(callbacks) == 1
    assert waits == []


def test_one_sweeper_holds_up_no_other(sweepers: list[background.Sweeper]) -> None:
    done: list[str] = []

    def note(name: str) -> Callable[[], None]:
        return lambda: done.append(name)

    @background.sweeper
    def fails() -> None:
        raise LookupError

    sweepers.insert(0, note("before"))
    background.sweeper(note("after"))
    background.sweep()
    assert done == ["before", "after"]
