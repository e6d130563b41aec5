"""The system's Chromium, and windows in which nothing may go wrong unseen."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Of a refused page Chromium says itself that it could not be loaded; the answers are watched below.
NO_NEWS = "Failed to load resource"
# To list what is right as well takes longer than to look.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def chromium_path() -> str | None:
    """Where the system keeps its Chromium, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def started() -> Iterator[Browser]:
    """A running Chromium."""
    # A printer at work in this process hides the system's fonts, without which Chromium dies.
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=list(FLAGS), env=environment)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Notes what a user would not see: errors of scripts and files, and calls to other hosts."""

    def __init__(self, page: Page, host: str) -> None:
        """Listen to ``page``, whose only host is ``host``."""
        self.host = host
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NO_NEWS):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss", "file"} and address.netloc != self.host:
            self.faults.append(f"left the host: {request.url}")

    def _response(self, response: Response) -> None:
        # A form comes back refused, overtaken or with the login page, whoever sent it.
        is_told = response.request.is_navigation_request() or (
            response.status in {403, 409, 422} and response.request.method == "POST"
        )
        if response.status >= 500 or (response.status >= 400 and not is_told):
            self.faults.append(f"{response.status}: {response.url}")


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: rule, place and reason."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
