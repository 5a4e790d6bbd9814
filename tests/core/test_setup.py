"""What the commands of bin/ say on a machine that is not ready for them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("bash", "cat", "chmod", "cksum", "dirname", "env", "grep", "mkdir", "rm", "sleep", "tail")
# `venv` makes an environment whose pip ends with what PIP_SAYS.
PYTHON = """\
#!/bin/sh
case "$*" in
    *"import ensurepip"*) [ -n "$HAS_VENV" ] || exit 1 ;;
    "-m venv "*) mkdir -p "$3/bin" && cat "$0" >"$3/bin/python" && chmod +x "$3/bin/python" ;;
    "-m pip "*) echo "$PIP_SAYS" >&2; exit 1 ;;
    *version_info*) [ -n "$IS_RECENT" ] || exit 1 ;;
esac
"""

Manage = Callable[..., str]


@pytest.fixture
def manage(tmp_path: Path) -> Manage:
    """What `bin/manage` says in a fresh copy, on a machine with hardly more than a Python."""
    for folder in ("bin", "requirements"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        path = shutil.which(name)
        assert path
        (tools / name).symlink_to(path)
    (tools / "python3").write_text(PYTHON)
    (tools / "python3").chmod(0o755)

    def run(**environment: str) -> str:
        done = subprocess.run(
            [tmp_path / "bin" / "manage"],
            env={"PATH": str(tools), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert not (tmp_path / ".setup.lock").exists()
        return done.stderr.removeprefix("Préau: installing what it needs (once)…\n")

    return run


def test_a_python_too_old_is_said(manage: Manage) -> None:
    said = manage()
    assert said.startswith("Préau: Python 3.11 or later is needed.") and said.count("\n") == 1


def test_a_missing_venv_module_is_said(manage: Manage) -> None:
    said = manage(IS_RECENT="yes")
    assert said.startswith("Préau: Python lacks its venv module.") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("pip", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("Failed to establish a new connection: Connection refused", "Connect this machine"),
        ("ERROR: something else", "Installing failed: ERROR: something else"),
    ],
)
def test_what_keeps_pip_from_installing_is_said(manage: Manage, pip: str, said: str) -> None:
    sentence = manage(IS_RECENT="yes", HAS_VENV="yes", PIP_SAYS=pip)
    assert said in sentence and sentence.count("\n") == 1


def test_an_environment_whose_python_is_gone_is_made_anew(manage: Manage, tmp_path: Path) -> None:
    stamp = subprocess.run(
        ["bash", "-c", f'echo "{tmp_path} $(cksum <{tmp_path}/requirements/runtime.txt)"'],
        capture_output=True,
        check=True,
    ).stdout
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(tmp_path / "gone")
    (tmp_path / ".venv" / "installed-runtime").write_bytes(stamp)
    (tmp_path / "tools" / "python").symlink_to("python3")
    assert "Installing failed" in manage(IS_RECENT="yes", HAS_VENV="yes", PIP_SAYS="reached")


@pytest.mark.parametrize("port", ["0", "65535", "99999", "08000", "-5", "eight"])
def test_what_is_no_port_is_refused(manage: Manage, port: str) -> None:
    assert manage(PREAU_PORT=port).startswith("Préau: PREAU_PORT must be a number")
