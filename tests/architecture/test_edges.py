"""Objects are reached through the person: views, sockets, tasks and tags ask for nothing else."""

import ast
from pathlib import Path

import pytest
from django.db.models import QuerySet

from tests.architecture.sources import ROOT, place, sources, tree

EDGES = sources(
    "views.py", "views/*.py", "consumers.py", "tasks.py", "tasks/*.py", "templatetags/*.py"
)
MANAGERS = {"objects", "_base_manager", "_default_manager"}
HARMLESS = {"none"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}


def raw_accesses(module: ast.Module) -> list[ast.expr]:
    return [node for node in ast.walk(module) if isinstance(node, ast.expr) and is_raw(node)]


def is_raw(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr=method, value=ast.Attribute(attr=manager)):
            return manager in MANAGERS and hasattr(QuerySet, method) and method not in HARMLESS
        case ast.Call(func=ast.Name(id=name), args=[ast.Name() | ast.Attribute(), *_]):
            return name in SHORTCUTS
    return False


@pytest.mark.parametrize("path", EDGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_raw_manager_at_the_edges(path: Path) -> None:
    assert [place(path, node) for node in raw_accesses(tree(path))] == []


@pytest.mark.parametrize(
    "line",
    [
        "Entry.objects.get(pk=1)",
        "models.Entry.objects.filter(pk=1)",
        "Entry.objects.select_related('author').first()",
        "Entry._base_manager.all()",
        "get_object_or_404(Entry, pk=1)",
    ],
)
def test_raw_access_is_recognised(line: str) -> None:
    assert raw_accesses(ast.parse(line)) != []


@pytest.mark.parametrize(
    "line",
    [
        "Entry.objects.visible_to(user).filter(pk=1)",
        "get_object_or_404(Entry.objects.visible_to(user), pk=1)",
        "Entry.objects.none()",
    ],
)
def test_other_access_is_left_alone(line: str) -> None:
    assert raw_accesses(ast.parse(line)) == []
