"""Every page there is: the routes of the URL conf, each with an address found by following links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from portal.accounts.models import Role, User
from portal.audit.ledger import Change

# Together they are shown every page.
LOOKERS = (
    Role.Code.VIEWER,
    Role.Code.BODY_MEMBER,
    Role.Code.SECRETARIAT,
    Role.Code.DISCLOSURE_OFFICER,
    Role.Code.AUDITOR,
    Role.Code.ADMINISTRATOR,
)
# Addresses a route is followed with: enough for both forms of a page (with and without rows).
PER_ROUTE = 2


@dataclass(frozen=True)
class Address:
    """A page of the seeded portal, and the first role that was let in (empty: nobody needs to log in)."""

    route: str
    path: str
    role: str
    is_page: bool


class _Links(HTMLParser):
    """Collects where a page leads, its forms included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a link or a form."""
        wanted = {"a": "href", "form": "action"}.get(tag)
        self.found.extend(value for name, value in attrs if name == wanted and value)


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All routes of the URL conf, each with its pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        else:
            yield route, each


def view_of(route: str) -> Any:
    """The class of the page that answers a route, or the function."""
    callback = next(pattern.callback for each, pattern in routes() if each == route)
    return getattr(callback, "view_class", callback)


def links_of(html: str, path: str) -> list[str]:
    """Paths of the portal that a page leads to."""
    parser = _Links()
    parser.feed(html)
    found = (urlsplit(urljoin(f"http://here{path}", link)) for link in parser.found)
    return [link.path for link in found if link.netloc == "here"]


def route_of(path: str) -> str | None:
    """The route that answers this path."""
    try:
        return resolve(path).route
    except Resolver404:
        return None


def one_a_route(addresses: list[Address]) -> list[Address]:
    """The first address of every route."""
    return list({address.route: address for address in reversed(addresses)}.values())


def _fixed_paths() -> list[str]:
    """Addresses that need no key, the history of a record that has more than one version, a way
    back, a cell, and a block of cells."""
    edited = Change.objects.filter(record_version=2).first()
    paths = [reverse("history", args=(edited.record_model, edited.record_key))] if edited else []
    several = Change.objects.filter(kind="~", record_model="meetings.commitment").first()
    if several:
        paths.append(reverse("lists:undo", args=("commitments", several.operation_id)))
        paths.append(reverse("lists:cell", args=("commitments", several.record_key, "subject")))
        paths.append(reverse("lists:paste", args=("commitments",)))
    for _, pattern in routes():
        if pattern.name and not pattern.pattern.converters:
            try:
                paths.append(reverse(pattern.name))
            except NoReverseMatch:
                continue
    return paths


def all_addresses() -> list[Address]:
    """Addresses of every route that can be reached by links from these roles' pages."""
    found: dict[str, dict[str, Address]] = {}
    for role in LOOKERS:
        client = Client()
        client.force_login(User.objects.filter(grants__role__code=role).first())
        _follow(client, role, found)
        _try_unlinked(client, role, found)
    return [address for by_path in found.values() for address in by_path.values()]


def _try_unlinked(client: Client, role: str, found: dict[str, dict[str, Address]]) -> None:
    """Routes that no page leads to, with the first key; one that nobody may open has no role."""
    for route, pattern in routes():
        if found.get(route) or list(pattern.pattern.converters) != ["pk"]:
            continue
        path = "/" + re.sub(r"<int:pk>", "1", route)
        answer = client.get(path)
        answer.getvalue()  # a file is closed when it has been read
        if answer.status_code in {200, 302}:
            found[route] = {path: Address(route, path, role, is_page=answer.status_code == 200)}


def _follow(client: Client, role: str, found: dict[str, dict[str, Address]]) -> None:
    waiting, seen = _fixed_paths(), set()
    while waiting:
        path = waiting.pop(0)
        route = route_of(path)
        known = found.setdefault(route, {}) if route is not None else {}
        if route is None or path in seen or not _is_wanted(known, path):
            continue
        seen.add(path)
        response = client.get(path)
        if response.status_code == 200:
            is_page = response.headers["Content-Type"].startswith("text/html")
            response.getvalue()  # a file is closed when it has been read
            known.setdefault(path, Address(route, path, role, is_page))
            waiting.extend(links_of(response.content.decode(), path) if is_page else ())
        elif response.status_code == 302:
            known.setdefault(path, Address(route, path, role, is_page=False))
            waiting.append(urlsplit(response["Location"]).path)


def _is_wanted(known: dict[str, Address], path: str) -> bool:
    """A page is opened again as each role, since roles see different links; a file is made once."""
    if path in known:
        return known[path].is_page
    return len(known) < PER_ROUTE
