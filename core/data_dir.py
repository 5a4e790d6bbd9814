"""The one folder that holds what Préau writes to disk."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from core.push_key import new_push_key


def data_dir() -> Path:
    """`PREAU_DATA_DIR`, or `var` at the top of the project. Made if it is not there."""
    chosen = os.environ.get("PREAU_DATA_DIR")
    folder = Path(chosen) if chosen else Path(__file__).resolve().parent.parent / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The key of this installation, made at the first start and readable by its owner alone."""
    return _made_once("secret_key", get_random_secret_key)


def push_key() -> str:
    """The same for the key by which push services know it."""
    return _made_once("push_key", new_push_key)


def _made_once(name: str, make: Callable[[], str]) -> str:
    file = data_dir() / name
    if not file.exists():
        _write_once(file, make())
    return file.read_text()


def _write_once(file: Path, text: str) -> None:
    # Two processes may start at once: the link appears whole or not at all, and only once.
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w") as new:
        new.write(text)
    with suppress(FileExistsError):
        os.link(draft, file)
    Path(draft).unlink()
