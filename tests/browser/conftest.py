"""A real browser, and what it complains about."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; try `make test-browser`")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

# The last four keep the browser from looking for its makers' hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Visit:
    """An open page, and all that it did besides being shown."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def is_quiet(self) -> bool:
        """Whether the page said nothing, asked for nothing but itself, and opened nothing."""
        return not (self.console or self.requests[1:] or self.dialogs)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that TASKGEN_BROWSER names."""
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(
            executable_path=os.environ.get("TASKGEN_BROWSER", "/usr/bin/chromium"), args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address: `visit(path.as_uri(), color_scheme="dark")`; other arguments are the browser context's."""
    contexts = []

    def opened(address: str, **context: object) -> Visit:
        made = browser.new_context(**{"viewport": {"width": 1400, "height": 1000}, **context})
        contexts.append(made)
        seen = Visit(page=made.new_page())
        seen.page.on("console", lambda message: seen.console.append(message.text))
        seen.page.on("pageerror", lambda error: seen.console.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        seen.page.goto(address)
        return seen

    yield opened
    for made in contexts:
        made.close()
