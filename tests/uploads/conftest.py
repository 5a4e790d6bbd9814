from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from uploads.limited.__main__ import answer
from uploads.limited.refusals import Why

LookAt = Callable[..., dict[str, Any]]


@pytest.fixture
def look_at(tmp_path: Path) -> LookAt:
    """What the process with limits answers, without the process."""

    def look(content: bytes, longest_side: int = 1600) -> dict[str, Any]:
        (tmp_path / "sent").write_bytes(content)
        return answer(tmp_path, longest_side)

    return look


def refused(why: Why) -> dict[str, Why]:
    return {"refused": why}
