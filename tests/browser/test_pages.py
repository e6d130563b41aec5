"""Every page of the URL conf, wide and narrow, light and dark: nothing sticks out, everybody can use it."""

import pytest

from tests.addresses import Address
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
LOOKS = [(width, dark) for width in (WIDE, NARROW) for dark in (False, True)]
# The first look is for all pages; of each further look one page in so many is examined.
ONE_IN = 3
SHARES = 4


def _shown(addresses: list[Address]) -> list[Address]:
    """One address a route, of those that are pages."""
    by_route = {address.route: address for address in reversed(addresses) if address.is_page}
    return sorted(by_route.values(), key=lambda address: address.path)


def _is_examined(page_number: int, look_number: int) -> bool:
    return look_number == 0 or (page_number + look_number) % ONE_IN == 0


def _faults(open_window: OpenWindow, addresses: list[Address], *, all_looks: bool) -> list[str]:
    """What is wrong, by page and look; each look is a window of its own per role."""
    windows, faults = {}, []
    for number, address in enumerate(addresses):
        if address.role not in windows:
            windows[address.role] = open_window(address.role or None)
        page = windows[address.role]
        page.goto(address.path)
        for look, (width, dark) in enumerate(LOOKS):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light")
            where = f"{address.path} {width}px {'dark' if dark else 'light'}"
            if pixels := overhang(page):
                faults.append(f"{where}: {pixels} px too wide")
            if all_looks or _is_examined(number, look):
                faults += [f"{where}: {fault}" for fault in accessibility_faults(page)]
    return faults


@pytest.mark.parametrize("share", range(SHARES))
def test_pages_fit_and_are_accessible(open_window: OpenWindow, addresses: list[Address], share: int) -> None:
    shown = _shown(addresses)
    assert len(shown) > 40
    assert _faults(open_window, shown[share::SHARES], all_looks=False) == []


@pytest.mark.full
def test_all_pages_fit_and_are_accessible_in_all_looks(
    open_window: OpenWindow, addresses: list[Address]
) -> None:
    pages = [address for address in addresses if address.is_page]
    assert _faults(open_window, pages, all_looks=True) == []


@pytest.mark.parametrize("path", ["/login/", "/no-such-page/"])
def test_pages_without_login_fit_and_are_accessible(open_window: OpenWindow, path: str) -> None:
    role = None if path == "/login/" else "viewer"
    assert _faults(open_window, [Address(path, path, role or "", is_page=True)], all_looks=True) == []


def test_refusal_for_want_of_rights_is_accessible(open_window: OpenWindow) -> None:
    faults = _faults(open_window, [Address("users/", "/users/", "viewer", is_page=True)], all_looks=True)
    assert faults == []
