"""The sources of the program, as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
HOUSE = [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]


def sources(*patterns: str) -> list[Path]:
    """The files of the program that match one of the patterns, relative to an app's folder."""
    found = {path for app in HOUSE for pattern in patterns for path in (ROOT / app).rglob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    """Where to look, for the message of a failing test."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def called_name(call: ast.Call) -> str:
    """The last part of what is called: `record` for `audit.record(…)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
