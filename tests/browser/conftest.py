"""A real browser on the seed: windows that fail the test when anything goes wrong behind the page."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import Watch, chromium_path, started
from tests.copies import Seeded, addresses, seed_file, seeded, served

__all__ = ["addresses", "seed_file", "seeded", "served"]

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a file: its driver keeps a loop in this thread that other tests must not meet."""
    if chromium_path() is None:
        pytest.skip("Chromium が見つからないため、ブラウザのテストは行いません。")
    with pytest.MonkeyPatch.context() as patch:
        # Django takes the driver's loop for async code of ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with started() as browser:
            yield browser


@pytest.fixture
def open_window(chromium: Browser, seeded: Seeded, served: str) -> Iterator[OpenWindow]:
    """Opens windows of the portal: ``open_window(role, width=…, dark=…)``; without a role signed out."""
    contexts, watches = [], []

    def opened(role: str | None = None, *, width: int = 1280, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=served,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        context.set_default_timeout(20_000)
        if role is not None:
            session = seeded.client(role).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
        page = context.new_page()
        contexts.append(context)
        watches.append(Watch(page, urlsplit(served).netloc))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []
