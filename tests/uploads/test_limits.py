"""A file that asks too much ends the process that looks at it, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.uploads.samples import a_picture
from uploads import cleaning
from uploads.limited.refusals import Why
from uploads.refusals import FileRefused


def after_limiting(program: str) -> "subprocess.CompletedProcess[str]":
    begin = "import resource; from uploads.limited.__main__ import limit_oneself; limit_oneself(); "
    return subprocess.run(
        [sys.executable, "-c", begin + program],
        cwd=settings.BASE_DIR,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def why_refused(tmp_path: Path) -> Why:
    (tmp_path / "sent").write_bytes(a_picture())
    with pytest.raises(FileRefused) as refused:
        cleaning._told_by_process(tmp_path, 1600)
    return refused.value.why


@pytest.mark.skipif(sys.platform == "darwin", reason="knows no limit of address space")
def test_memory_has_an_end() -> None:
    assert "MemoryError" in after_limiting("bytearray(2 ** 31)").stderr


def test_computing_and_writing_have_an_end(tmp_path: Path) -> None:
    asked = after_limiting("print(resource.getrlimit(resource.RLIMIT_CPU))")
    assert asked.stdout == "(15, 15)\n"
    grown = after_limiting(f"open({str(tmp_path / 'x')!r}, 'wb').truncate(65 * 2**20)")
    assert "File too large" in grown.stderr or grown.returncode < 0


def test_it_may_not_take_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "PATIENCE", 0.0001)
    assert why_refused(tmp_path) is Why.TOO_HARD


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import sys; sys.exit(1)",
        "pass",
        "import sys; open(sys.argv[1] + '/told', 'w').write('{')",
    ],
)
def test_whatever_becomes_of_it_the_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    real = subprocess.run

    def run(command: list[str], **options: object) -> object:
        return real([sys.executable, "-c", program, str(tmp_path)], **options)  # type: ignore[call-overload]  # the caller's

    monkeypatch.setattr(subprocess, "run", run)
    assert why_refused(tmp_path) is Why.TOO_HARD


def test_it_is_given_neither_keys_nor_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr(subprocess, "run", lambda *_, **options: given.update(options))
    with pytest.raises(FileRefused):
        cleaning._told_by_process(Path("/nowhere"), 1600)
    assert given["env"] == {}
