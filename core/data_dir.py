"""The one folder that holds what Préau writes to disk."""

import os
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
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as new:
        new.write(key := get_random_secret_key())
    return key
