"""The browser that the browser tests drive."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

MISSING = "no Chromium was found"

_WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


@cache
def chromium() -> str | None:
    """The path of PREAU_CHROMIUM, of the system's Chromium or of Playwright's, which is fetched."""
    chosen = os.environ.get("PREAU_CHROMIUM")
    for name in [chosen] if chosen else ["chromium", "chromium-browser", "google-chrome"]:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    # In a process of its own: Playwright runs only once in a thread, and the tests need that once.
    path = Path(_run("-c", _WHERE_PLAYWRIGHT_KEEPS_IT).strip())
    if not path.is_file():
        _run("-m", "playwright", "install", "chromium")
    return str(path) if path.is_file() else None


def _run(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.stdout
