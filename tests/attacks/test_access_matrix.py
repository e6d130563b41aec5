"""Every URL × every role × everywhere, over another department, signed out: as the rights table says.

The URLs come from the URL conf, the records they are about from the pages that are registered for them, the
expected answers from the table. What a page asks for is held against the family of the record it is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import resolve

from portal.accounts.actions import create_department, create_organisation, create_user, grant_role
from portal.accounts.models import Department, Role, User
from portal.accounts.rights import Verb
from portal.accounts.visibility import within_reach
from portal.documents import renderer
from portal.lists.nouns import list_of
from portal.site import registry
from portal.site.history_rule import noun_of
from portal.site.lists.page import ListedPage
from portal.site.pages import FormPage, Page
from tests.addresses import Address, one_a_route, routes, view_of
from tests.attacks.test_urls import OPEN, OWN
from tests.copies import MAKER, PASSWORD, WHY, Seeded, copied, database_at

OPENED, REFUSED = {200, 302}, {403, 404}
# Pages without a family of their own, beside what everybody has: each looks whose the record is, or asks for
# the right to whatever its address names; they have tests of their own.
ASK_THEMSELVES = {
    *(
        "help/gallery/",
        "history/<str:model_label>/<int:pk>/then/",
        "files/<int:pk>/",
        "notices/<int:pk>/read/",
    ),
    *("jobs/<int:pk>/", "jobs/<int:pk>/cancel/", "jobs/<int:pk>/retry/"),
    *("lists/views/<int:pk>/edit/", "lists/views/<int:pk>/remove/"),
}
# Forms that write no record of the family, or write by the right to the record that is named.
WRITE_NOTHING = {
    *("history/export/", "bodies/<int:pk>/minutes/", "lists/<slug:list_key>/views/new/"),
    "meetings/<int:pk>/papers/",
    "entries/<int:pk>/comments/new/",
    "history/<str:model_label>/<int:pk>/restore/<int:history_id>/",
}
# Are about the whole installation, whatever part of it somebody administers.
OF_ALL = {"users/roles/reset/", "users/roles/undo/<uuid:operation_id>/"}
# Ask more than their right: whose act is taken back, and whether one does any of the acts of a life.
ASK_MORE = {"lists/<slug:list_key>/undo/<uuid:operation_id>/", "meetings/<int:pk>/life/left/"}
# Families whose right is asked for over records of another: who reads a sitting is decided by those who keep
# the bodies, its life by those who publish, what is withheld of it by those who disclose;
# the schedule of a body is one of its sittings.
OVER_ANOTHER = {
    ("meetings.sittings", "meetings.bodies"),
    ("meetings.bodies", "meetings.sittings"),
    ("meetings.publishing", "meetings.sittings"),
    ("portal.disclosure", "meetings.sittings"),
}
READING = {Verb.READ, Verb.READ_ANY, Verb.EXPORT}


@dataclass(frozen=True)
class Portal:
    """The seeded portal; for each role one who has it everywhere and one who has it in another department."""

    seeded: Seeded
    elsewhere: Department

    def people(self, role: str) -> Iterator[tuple[str, User]]:
        """Who is asked."""
        yield "everywhere", self.seeded.user(role)
        yield "elsewhere", User.objects.get(staff_number=f"E-{role}")


@pytest.fixture(scope="module")
def portal(
    seed_file: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Portal]:
    """One copy of the seed for all tests of this module; they only look."""
    path = tmp_path_factory.mktemp("matrix") / "portal.sqlite3"
    copied(seed_file, path)
    with django_db_blocker.unblock(), database_at(path):
        how = {"by": MAKER, "reason": WHY}
        ward = create_organisation(**how, name="ほかの区", kind="municipality")
        elsewhere = create_department(**how, organisation=ward, name="ほかの課")
        for role in Role.objects.all():
            user = create_user(**how, staff_number=f"E-{role.code}", name="ほかの課の人", password=PASSWORD)
            grant_role(**how, user=user, role=role, department=elsewhere)
        yield Portal(Seeded(path), elsewhere)


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the answer counts: pages are made up to their template, papers up to the printer."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda self: ""))
    monkeypatch.setattr(renderer, "render", lambda job, **how: b"%PDF-")


def kinds_by_route() -> dict[str, Any]:
    """Route of a record's own page → its kind, from what the apps registered."""
    names = {":".join([*match_namespaces(route), pattern.name or ""]): route for route, pattern in routes()}
    return {
        names[url_name]: apps.get_model(label)
        for label, url_name in registry._record_pages.items()
        if url_name in names
    }


def match_namespaces(route: str) -> list[str]:
    """The namespaces of a route, by opening an address of it."""
    path = "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<(?:str|slug):\w+>", "x", route))
    path = re.sub(r"<uuid:\w+>", "00000000-0000-0000-0000-000000000000", path)
    return list(resolve(path).namespaces) if "<" not in path else []


def record_of(address: Address, kinds: dict[str, Any]) -> Any:
    """The record an address is about: the one whose page it is on or below, or the one it names."""
    match = resolve(address.path)
    key = match.kwargs.get("pk")
    view = view_of(address.route)
    if label := match.kwargs.get("model_label"):
        model: Any = apps.get_model(label)
    elif listed := match.kwargs.get("list_key"):
        model = list_of(listed).model  # type: ignore[union-attr]
    else:
        above = [route for route in kinds if address.route.startswith(route)]
        model = kinds[max(above, key=len)] if above else getattr(view, "model", None)
    return model._base_manager.get(pk=key) if model is not None and key else None


def asked_of(address: Address) -> tuple[str, str]:
    """What the page of an address asks for: verb and family."""
    view = view_of(address.route)
    listed = resolve(address.path).kwargs.get("list_key")
    if issubclass(view, ListedPage):
        found = list_of(listed) if listed else resolve(address.path).func.view_initkwargs["listed"]
        return view.verb, found.noun
    return view.verb, view.noun


def is_page(route: str) -> bool:
    """Whether a page of the desks answers a route."""
    view = view_of(route)
    return isinstance(view, type) and issubclass(view, Page)


def asking(addresses: list[Address]) -> list[Address]:
    """The first address of every route that asks for a right."""
    return [
        address
        for address in one_a_route(addresses)
        if address.route not in OPEN | OWN | ASK_THEMSELVES and is_page(address.route)
    ]


def test_every_page_names_a_family_and_asks_to_write_where_it_writes() -> None:
    views = {route: view_of(route) for route, _ in routes() if route not in OPEN | OWN | ASK_THEMSELVES}
    nameless = {
        route
        for route, view in views.items()
        if not is_page(route) or not (view.noun or issubclass(view, ListedPage))
    }
    readers = {
        route
        for route, view in views.items()
        if is_page(route) and issubclass(view, FormPage) and view.verb in READING
    }
    assert nameless == set()
    assert readers == WRITE_NOTHING


def test_page_about_a_record_asks_for_the_family_of_the_record() -> None:
    strange = {}
    for route, view in ((route, view_of(route)) for route, _ in routes()):
        model = getattr(view, "model", None)
        if model is not None and getattr(view, "noun", "") not in {"", noun_of(model)}:
            strange[route] = (view.noun, noun_of(model))
    assert {pair for pair in strange.values() if pair not in OVER_ANOTHER} == set()


def test_signed_out_every_page_leads_to_the_login(portal: Portal, addresses: list[Address]) -> None:
    client = Client()
    answers = {each.path: client.get(each.path) for each in addresses if each.route not in OPEN}
    astray = {
        path: answer.status_code
        for path, answer in answers.items()
        if answer.status_code != 302 or not answer["Location"].startswith("/login/")
    }
    assert astray == {}


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("role", Role.Code.values)
def test_every_page_answers_a_role_as_the_table_says(
    portal: Portal, addresses: list[Address], role: str
) -> None:
    kinds, astray = kinds_by_route(), []
    records = {address.path: record_of(address, kinds) for address in asking(addresses)}
    for where, user in portal.people(role):
        client = Client()
        client.force_login(user)
        for address in asking(addresses):
            answer = client.get(address.path)
            found = judged(user, address, records[address.path], answer)
            astray += [f"{where} {address.path}: {answer.status_code}, {found}"] if found else []
    assert astray == []


def judged(user: User, address: Address, record: Any, answer: Any) -> str:
    """What is wrong with an answer."""
    verb, noun = asked_of(address)
    if not user.may(verb, noun):
        return "" if answer.status_code == 403 else "has no such right"
    if not (reaches(user, address, record) and is_seen(user, record)):
        return "" if answer.status_code in REFUSED else "not over this record"
    # The acts of a life ask for its state too, and for a second person.
    asks_more = verb not in {*READING, Verb.WRITE} or address.route in ASK_MORE
    if answer.status_code not in (OPENED | REFUSED if asks_more else OPENED):
        return "has the right"
    shown = (getattr(answer, "context_data", None) or {}).get("records") or []
    beyond = unseen(user, shown)
    return f"shows {beyond}" if beyond else ""


def reaches(user: User, address: Address, record: Any) -> bool:
    """Whether the right reaches what an address is about."""
    verb, noun = asked_of(address)
    if address.route in OF_ALL:
        return user.reach(verb, noun).everywhere
    if record is not None and address.route.startswith("sources/"):
        # Told of every kind of record: of what belongs nowhere, to all who have the right at all.
        reads = type(record).objects.filter(pk=record.pk)
        return bool(within_reach(reads, user, verb, noun).exists())
    if "/restore/" in address.route and not user.may(Verb.WRITE, noun_of(type(record)), over=record):
        return False
    return user.may(verb, noun, over=record)


def unseen(user: User, records: list[Any]) -> list[Any]:
    """Those of these records that somebody may not read; asked for once a kind."""
    beyond: list[Any] = []
    for kind in {type(each) for each in records}:
        keys = [each.pk for each in records if type(each) is kind]
        seen = set(kind.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
        beyond += [each for each in records if type(each) is kind and each.pk not in seen]
    return beyond


def is_seen(user: User, record: Any) -> bool:
    """Whether somebody may read a record at all."""
    if record is None:
        return True
    try:
        return bool(type(record).objects.visible_to(user).filter(pk=record.pk).exists())
    except PermissionDenied:
        return False
