"""What is done beside the pages. A task may be lost: the sweep finishes whatever is due."""

from collections.abc import Callable
from functools import partial

import structlog
from celery import Task, shared_task
from django.db import transaction

log = structlog.get_logger()

Sweeper = Callable[[], None]
_sweepers: list[Sweeper] = []


def sweeper(finish_what_is_due: Sweeper) -> Sweeper:
    """Registers a function that the sweep calls once a minute, late or twice without harm."""
    _sweepers.append(finish_what_is_due)
    return finish_what_is_due


def dispatch(task: "Task[..., None]", *ids: int) -> None:
    """After the commit, asks a worker to run the task. Ids only: arguments are readable by all."""
    transaction.on_commit(partial(_send, task, ids))


def _send(task: "Task[..., None]", ids: tuple[int, ...]) -> None:
    try:
        task.apply_async(ids, retry=False)
    except Exception as error:  # noqa: BLE001  (whatever the broker does, the sweep comes by)
        log.warning("task left to the sweep", task=task.name, error=type(error).__name__)


@shared_task(name="core.sweep")
def sweep() -> list[str]:
    """Finishes whatever is due. One sweeper's failure is logged and holds up no other.

    Returns the names of those that failed.
    """
    failed = []
    for finish_what_is_due in _sweepers:
        try:
            finish_what_is_due()
        except Exception:
            log.exception("sweeper failed", sweeper=finish_what_is_due.__qualname__)
            failed.append(finish_what_is_due.__qualname__)
    return failed
