from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.person import PATIENCE
from tests.browser.stack import Purpose, Stack, running
from tests.chromium import chromium

# No requests of the browser's own: nothing here leaves the machine.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One for all files: each has schools of its own in it."""
    with running(tmp_path_factory.mktemp("stack"), Purpose.ALL) as stack:
        yield stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone with the module: Playwright keeps an event loop running, which Django takes for
    asynchronous code, and so would the tests that follow in this process. Meanwhile a test has a
    connection of its own, which nobody else would close.
    """
    expect.set_options(timeout=PATIENCE * 1000)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def window(browser: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """Opens a person's own window: nothing is shared between two of them."""
    contexts: list[BrowserContext] = []

    def open_window(**options: object) -> Page:
        # A window is new each time: what a device keeps has a test of its own.
        usual = {"base_url": stack.address, "reduced_motion": "reduce", "service_workers": "block"}
        context = browser.new_context(**{**usual, **options})  # type: ignore[arg-type]  # passed on as they are
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
