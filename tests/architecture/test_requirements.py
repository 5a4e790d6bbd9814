"""What the program imports is locked for it, not only for its tests."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.architecture.sources import HOUSE, ROOT, sources, tree


def locked() -> set[str]:
    lines = (ROOT / "requirements" / "runtime.txt").read_text()
    return set(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", lines, re.MULTILINE))


def imported() -> Iterator[str]:
    for path in sources("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_what_the_program_imports_is_in_its_lock() -> None:
    foreign = set(imported()) - set(HOUSE) - sys.stdlib_module_names
    known = packages_distributions()
    missing = {
        name
        for name in foreign
        if not locked() & {each.lower().replace("_", "-") for each in known[name]}
    }
    assert foreign
    assert missing == set()
