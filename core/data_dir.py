"""The one folder that holds what Préau writes to disk."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def data_dir() -> Path:
    """`PREAU_DATA_DIR`, or `var` at the top of the project. Made if it is not there."""
    chosen = os.environ.get("PREAU_DATA_DIR")
    folder = Path(chosen) if chosen else Path(__file__).resolve().parent.parent / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The key of this installation, made at the first start and readable by its owner alone."""
    file = data_dir() / "secret_key"
    if not file.exists():
        _write_once(file, get_random_secret_key())
    return file.read_text()


def _write_once(file: Path, text: str) -> None:
    # Two processes may start at once: the link appears whole or not at all, and only once.
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w") as new:
        new.write(text)
    with suppress(FileExistsError):
        os.link(draft, file)
    Path(draft).unlink()
