"""What was sent is looked at, and cleaned, in a process that may use little."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.base import File

from uploads.limited.kinds import KINDS, LARGEST, Family, Kind
from uploads.limited.refusals import Why
from uploads.refusals import FileRefused
from uploads.scanning import refuse_viruses

# Longer than the process may compute, for machines that have more to do.
PATIENCE = 30


@dataclass(frozen=True)
class Clean:
    """A file as it may be kept; `small` is the same picture for lists."""

    kind: Kind
    content: Path
    small: Path | None = None
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return self.content.stat().st_size


@contextmanager
def cleaned(
    upload: "File[bytes]", *, only: Collection[Family], longest_side: int
) -> Iterator[Clean]:
    """Within the block there is a file that may be kept; what was sent is gone after it.

    Raises `FileRefused`.
    """
    if not upload.size:
        raise FileRefused(Why.EMPTY)
    if upload.size > max(LARGEST.values()):
        raise FileRefused(Why.TOO_LARGE)
    with TemporaryDirectory(prefix="preau-") as named:
        folder = Path(named)
        with (folder / "sent").open("wb") as sent:
            sent.writelines(upload.chunks())
        clean = _look_at(folder, longest_side)
        if clean.kind.family not in only:
            raise FileRefused(Why.NOT_A_PICTURE)
        refuse_viruses(folder / "sent")
        yield clean


def _look_at(folder: Path, longest_side: int) -> Clean:
    told = _told_by_process(folder, longest_side)
    if "refused" in told:
        raise FileRefused(Why(told["refused"]))
    content, small = folder / "content", folder / "small"
    return Clean(
        kind=KINDS[told["content_type"]],
        content=content if content.exists() else folder / "sent",
        small=small if small.exists() else None,
        width=told.get("width"),
        height=told.get("height"),
    )


def _told_by_process(folder: Path, longest_side: int) -> dict[str, Any]:
    """Whatever becomes of the process, it says something understood or the file is too hard."""
    command = [sys.executable, "-m", "uploads.limited", str(folder), str(longest_side)]
    silent = subprocess.DEVNULL
    try:
        subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            # Neither the key of the program nor the way to its database.
            env={},
            stdin=silent,
            stdout=silent,
            stderr=silent,
            timeout=PATIENCE,
            check=True,
        )
        told: dict[str, Any] = json.loads((folder / "told").read_bytes())
    except (subprocess.SubprocessError, OSError, ValueError):
        raise FileRefused(Why.TOO_HARD) from None
    return told
