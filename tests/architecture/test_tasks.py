"""Tasks are sent through `core.background.dispatch`, which knows them by their function."""

import ast
import importlib
from pathlib import Path

import pytest
from celery import Task
from django.conf import settings

from config.celery import app
from tests.architecture.sources import ROOT, called_name, calls, module_of, place, sources, tree

THE_ONE_WAY = ROOT / "core" / "background.py"
DISPATCHES = [
    (path, call)
    for path in sources("*.py")
    if path != THE_ONE_WAY
    for call in calls(tree(path))
    if called_name(call) == "dispatch"
]


@pytest.fixture(autouse=True, scope="module")
def _tasks_are_loaded() -> None:
    app.loader.import_default_modules()


@pytest.mark.parametrize(
    ("path", "call"), DISPATCHES, ids=[place(path, call) for path, call in DISPATCHES]
)
def test_what_is_dispatched_is_a_task_that_workers_know(path: Path, call: ast.Call) -> None:
    task = call.args[0]
    assert isinstance(task, ast.Name | ast.Attribute), "name the task itself"
    module, _, attribute = ast.unparse(task).rpartition(".")
    found = importlib.import_module(module_of(path))
    for part in [*filter(None, module.split(".")), attribute]:
        found = getattr(found, part)
    assert isinstance(found, Task)
    assert app.tasks[found.name].run == found.run


def test_what_is_scheduled_exists() -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= app.tasks.keys()


def test_tasks_are_sent_one_way() -> None:
    other_ways = {"delay", "apply_async", "send_task"}
    assert [
        place(path, call)
        for path in sources("*.py")
        if path != THE_ONE_WAY
        for call in calls(tree(path))
        if called_name(call) in other_ways
    ] == []
