"""Every route of the URL conf against posts of those it is not meant for, and against writing by looking."""

import hashlib
import sqlite3
from contextlib import closing

import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.documents import renderer
from tests.addresses import LOOKERS, Address, one_a_route, routes
from tests.copies import Seeded

# Open to whoever comes: they say nothing about any record, but what is published.
OPEN = {"login/", "health/", "look/", "public/", "public/<path:path>"}
# What everybody who is logged in has: the first page, the way out, search, help, what is one's own.
OWN = {
    *("", "logout/", "password/", "jobs/", "search/", "help/"),
    *("notices/", "notices/read/", "notices/ways/", "notices/morning/"),
    *("own/bookmarks/", "own/bookmarks/<str:label>/<int:key>/", "own/kept/", "own/keys/"),
}
# Answer a POST only, so no link leads there; and pages for motions without a decision and for named readers,
# of which the seed has none.
UNREACHED = {
    *("logout/", "look/", "own/kept/", "own/bookmarks/<str:label>/<int:key>/"),
    "motions/<int:pk>/decision/",
    "readers/<int:pk>/remove/",
    # The seed is a draft: nobody has commented on it, and nothing is issued.
    *("comments/<int:pk>/adopt/", "comments/<int:pk>/decline/"),
    *("editions/<int:pk>/", "editions/<int:pk>/withdraw/"),
}
# Ask a worker for a file of what one may take out: no record of the office is written.
ASKS = {"history/export/", "meetings/<int:pk>/papers/"}
READERS = [
    Role.Code.VIEWER,
    Role.Code.STAFF,
    Role.Code.BODY_MEMBER,
    Role.Code.MANAGER,
    Role.Code.AUDITOR,
    Role.Code.DISCLOSURE_OFFICER,
]
REFUSED = {403, 404}
# What a role that otherwise only reads may do.
WORDS = {"disclosure/words/<int:pk>/use/", "disclosure/pseudonyms/<int:pk>/use/"}
MARKS = WORDS | {
    f"{start}/<int:pk>/{verb}/"
    for start in ("meetings", "items", "entries", "handouts")
    for verb in ("withhold", "substitute", "acknowledge")
}
MAY_POST = {Role.Code.MANAGER: {"checks/<int:pk>/acknowledge/"}, Role.Code.DISCLOSURE_OFFICER: MARKS}


def _contents(seeded: Seeded) -> str:
    """A digest of all that is stored, sessions aside."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(seeded.path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (name,) in names.fetchall():
            if name != "django_session":
                digest.update(repr(database.execute(f'SELECT * FROM "{name}"').fetchall()).encode())
    return digest.hexdigest()


def _not_refused(client: Client, addresses: list[Address], method: str) -> list[str]:
    """Addresses that answer neither 403 nor 404."""
    answers = {address.path: client.generic(method, address.path) for address in addresses}
    return [
        f"{path}: {answer.status_code}"
        for path, answer in answers.items()
        if answer.status_code not in REFUSED
    ]


def _beyond(addresses: list[Address], known: set[str]) -> list[Address]:
    return [address for address in one_a_route(addresses) if address.route not in known]


def test_every_route_has_an_address(seeded: Seeded, addresses: list[Address]) -> None:
    reached = {address.route for address in addresses}

    assert {route for route, _ in routes()} - reached == UNREACHED


def test_signed_out_a_post_to_every_route_leads_to_the_login(
    seeded: Seeded, addresses: list[Address]
) -> None:
    client, before = seeded.client(), _contents(seeded)
    astray = []
    for address in _beyond(addresses, OPEN):
        answer = client.post(address.path)
        if answer.status_code != 302 or not answer["Location"].startswith("/login/"):
            astray.append(f"{address.path}: {answer.status_code}")
    assert astray == []
    assert _contents(seeded) == before


@pytest.mark.parametrize("role", [Role.Code.EVALUATOR, Role.Code.PUBLIC])
def test_posts_of_roles_without_rights_are_refused_everywhere(
    seeded: Seeded, addresses: list[Address], role: str
) -> None:
    before = _contents(seeded)

    assert _not_refused(seeded.client(role), _beyond(addresses, OPEN | OWN), "POST") == []
    assert _contents(seeded) == before


@pytest.mark.parametrize("role", READERS)
def test_roles_that_only_read_write_nothing_by_any_post(
    seeded: Seeded, addresses: list[Address], role: str
) -> None:
    client, before = seeded.client(role), _contents(seeded)
    accepted = []
    for address in _beyond(addresses, OPEN | OWN | ASKS | MAY_POST.get(role, set())):
        answer = client.post(address.path, {"reason": "権限のない変更", "version": "1"})
        if answer.status_code < 400:
            accepted.append(f"{address.path}: {answer.status_code}")
    assert accepted == []
    assert _contents(seeded) == before


@pytest.mark.parametrize("role", LOOKERS)
def test_looking_at_every_route_stores_nothing(
    seeded: Seeded, addresses: list[Address], role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Printing reads no database, and takes longer than everything else.
    monkeypatch.setattr(renderer, "render", lambda job, **how: b"%PDF-")
    client, before = seeded.client(role), _contents(seeded)
    opened = 0
    for address in addresses:
        answer = client.get(address.path)
        answer.getvalue()  # a file is closed when it has been read
        opened += answer.status_code == 200
    assert opened > 0
    assert _contents(seeded) == before
