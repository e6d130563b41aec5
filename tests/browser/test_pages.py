"""Every page of the URL conf, wide and narrow, light and dark: nothing sticks out, everybody can use it."""

from itertools import product

import pytest

from tests.addresses import Address, view_of
from tests.browser.chromium import accessibility_faults, overhang
from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
# Width, and whether dark. The first look is for all pages.
LOOKS = [(width, dark) for width in (WIDE, NARROW) for dark in (False, True)]
SHARES = 4

Look = tuple[int, bool]
Looks = list[tuple[Address, list[Look]]]


def _shown(addresses: list[Address]) -> list[Address]:
    """One address a route, of those that are pages."""
    by_route = {address.route: address for address in reversed(addresses) if address.is_page}
    return sorted(by_route.values(), key=lambda address: address.path)


def _template(address: Address) -> str:
    """The template of a page; for a page without one of its own, its route."""
    return str(getattr(view_of(address.route), "template_name", address.route))


def _sampled(addresses: list[Address]) -> Looks:
    """Every page in the first look; of the others as many as show every pair of template, width, colour."""
    seen: set[str] = set()
    sampled = []
    for number, address in enumerate(addresses):
        looks = [LOOKS[0]]
        if _template(address) not in seen:
            seen.add(_template(address))
            looks.append((NARROW, True))
        # The two looks that are left hold one pair nobody has seen yet: one page each.
        looks += [look for at, look in enumerate([(WIDE, True), (NARROW, False)]) if at == number]
        sampled.append((address, looks))
    return sampled


def _faults(open_window: OpenWindow, sampled: Looks) -> list[str]:
    """What sticks out in any look, and what is wrong in the looks asked for; one window a role."""
    windows, faults = {}, []
    for address, looks in sampled:
        if address.role not in windows:
            windows[address.role] = open_window(address.role or None)
        page = windows[address.role]
        page.goto(address.path)
        for width, dark in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light")
            where = f"{address.path} {width}px {'dark' if dark else 'light'}"
            if pixels := overhang(page):
                faults.append(f"{where}: {pixels} px too wide")
            if (width, dark) in looks:
                faults += [f"{where}: {fault}" for fault in accessibility_faults(page)]
    return faults


def test_sample_of_looks_sees_every_pair() -> None:
    pages = [Address(route, f"/{route}", "", is_page=True) for route in ("help/", "login/", "search/")]
    seen = [(_template(address), *look) for address, looks in _sampled(pages) for look in looks]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        values = [{each[place] for each in seen} for place in (one, other)]
        assert {(each[one], each[other]) for each in seen} == set(product(*values))


@pytest.mark.parametrize("share", range(SHARES))
def test_pages_fit_and_are_accessible(open_window: OpenWindow, addresses: list[Address], share: int) -> None:
    shown = _shown(addresses)
    assert len(shown) > 40
    assert _faults(open_window, _sampled(shown)[share::SHARES]) == []


@pytest.mark.full
def test_all_pages_fit_and_are_accessible_in_all_looks(
    open_window: OpenWindow, addresses: list[Address]
) -> None:
    pages = [address for address in addresses if address.is_page]
    assert _faults(open_window, [(page, LOOKS) for page in pages]) == []


@pytest.mark.parametrize("path", ["/login/", "/no-such-page/"])
def test_pages_without_login_fit_and_are_accessible(open_window: OpenWindow, path: str) -> None:
    role = None if path == "/login/" else "viewer"
    assert _faults(open_window, [(Address(path, path, role or "", is_page=True), LOOKS)]) == []


def test_refusal_for_want_of_rights_is_accessible(open_window: OpenWindow) -> None:
    assert _faults(open_window, [(Address("users/", "/users/", "viewer", is_page=True), LOOKS)]) == []
