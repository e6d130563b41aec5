"""Every form of the URL conf against versions that are missing, forged or overtaken, and records gone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client

from portal.audit.ledger import Change
from portal.site.fields import CleanTextField, VersionsField
from portal.site.pages import FormPage, NewPage, Page, RecordCreatePage, RecordEditPage, RecordPage
from tests.addresses import Address, routes, view_of
from tests.copies import Seeded, copied, database_at
from tests.factories.writing import as_system

# Answer a POST without writing a record: the way in, the way out, light or dark, own bookmarks, typed text.
NO_RECORD = {"login/", "logout/", "look/", "own/bookmarks/<str:label>/<int:key>/", "own/kept/"}
UNUSABLE = ("", "x", "１", "-1", "1.0", "1 OR 1")
FORGED = ("0", "99", "999999999999")
MINE, THEIRS, WHY = "わたしが書いた言葉", "ほかの人が書いた言葉", "わたしの理由"


class Undo(Exception):
    """Takes back what a page was tried with."""


@dataclass
class Opened:
    """A form as its page gave it."""

    path: str
    client: Client
    page: Any
    form: Any

    def post(self, **typed: Any) -> Any:
        """Send it back with a reason, and what else is typed; None is left out."""
        values = {field.html_name: field.value() for field in self.form}
        sent = {name: "" if value is None else value for name, value in values.items() if value is not False}
        return self.client.post(
            self.path,
            {name: value for name, value in {**sent, "reason": WHY, **typed}.items() if value is not None},
        )

    def versions(self, *versions: object) -> list[Any]:
        """Each version as the form says it; a page over many records says it of its first."""
        many = isinstance(self.form.fields["version"], VersionsField)
        return [f"{self.record.pk}:{version}" if many else version for version in versions]

    @property
    def why(self) -> str:
        """The reason that was typed, where the form asks for one."""
        return WHY if "reason" in self.form.fields else ""

    @property
    def record(self) -> Any:
        """The stored record behind the page (a page that restores is made from a row of history)."""
        found = self.page.read_records()[0]
        return type(found.instance).objects.get(pk=found.id) if hasattr(found, "history_id") else found

    @property
    def text_field(self) -> str:
        """A text of the record's own that the form asks for; empty when there is none."""
        own = {field.name for field in self.record._meta.concrete_fields if not field.unique}
        fields = self.form.fields.items()
        # A reason of the record's own is no field of its form: that one asks why it is changed.
        own.discard("reason")
        texts = [name for name, field in fields if name in own and isinstance(field, CleanTextField)]
        return texts[0] if isinstance(self.page, RecordEditPage) and texts else ""


def delete(record: Any) -> None:
    """Delete a record with what belongs to it, also one that others still point to."""
    try:
        with transaction.atomic():
            type(record)._base_manager.get(pk=record.pk).delete()
    except ProtectedError:
        type(record)._base_manager.filter(pk=record.pk)._raw_delete("default")


def subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


@pytest.fixture(scope="module")
def seeded(
    seed_file: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Seeded]:
    """One copy of the seed for all tests of this module: each takes back what it tried."""
    path = tmp_path_factory.mktemp("stale") / "portal.sqlite3"
    copied(seed_file, path)
    with django_db_blocker.unblock(), database_at(path):
        yield Seeded(path)


@pytest.fixture(scope="module")
def forms(seeded: Seeded, addresses: list[Address]) -> list[Opened]:
    """Every kind of page that writes over something stored, opened by somebody who may."""
    found = []
    for address in {address.route: address for address in addresses}.values():
        view = view_of(address.route)
        if isinstance(view, type) and issubclass(view, FormPage) and not issubclass(view, NewPage):
            client = seeded.client(address.role)
            answer = client.get(address.path)
            if answer.context["page"].read_records():
                found.append(Opened(address.path, client, answer.context["page"], answer.context["form"]))
    assert len(found) > 20
    return found


def complaints(forms: list[Opened], check: Callable[[Opened], str]) -> list[str]:
    """What is wrong with any of the pages; whatever was tried is taken back after each."""
    found = []
    for opened in forms:
        try:
            with transaction.atomic():
                said = check(opened)
                found += [f"{opened.path}: {said}"] if said else []
                raise Undo
        except Undo:
            continue
    return found


def test_only_pages_on_the_one_base_answer_a_post(seeded: Seeded) -> None:
    client = seeded.client("administrator")
    astray = []
    for route, _ in routes():
        view = view_of(route)
        if route in NO_RECORD or (isinstance(view, type) and issubclass(view, FormPage)):
            continue
        if isinstance(view, type):
            astray += [route] if {"post", "put", "patch", "delete"} & set(dir(view)) else []
        elif client.post("/" + re.sub(r"<[^>]+>", "1", route)).status_code != 405:
            astray.append(route)
    assert astray == []


def test_page_bases_leave_it_to_the_one_base_to_answer_a_post() -> None:
    pages = set(subclasses(Page))
    assert {RecordEditPage, RecordCreatePage} < pages
    astray = [
        f"{page.__module__}.{page.__name__}"
        for page in pages - {FormPage, *map(view_of, NO_RECORD)}
        if {"post", "put", "patch", "delete", "form"} & vars(page).keys()
    ]
    assert astray == []
    assert [page for page in subclasses(FormPage) if page.post is not FormPage.post] == []  # type: ignore[attr-defined]


def test_form_without_a_usable_version_is_refused_and_writes_nothing(
    seeded: Seeded, forms: list[Opened]
) -> None:
    def check(opened: Opened) -> str:
        before = Change.objects.count()
        answers = {str(version): opened.post(version=version) for version in (None, *UNUSABLE)}
        wrong = {version: answer.status_code for version, answer in answers.items()}
        wrong = {version: status for version, status in wrong.items() if status != 422}
        told = all("ページを開き直してから" in answer.content.decode() for answer in answers.values())
        kept = all(opened.why in answer.content.decode() for answer in answers.values())
        if not wrong and told and kept and Change.objects.count() == before:
            return ""
        return f"{wrong}, told {told}, reason kept {kept}, {Change.objects.count() - before} written"

    assert complaints(forms, check) == []


def test_form_with_a_forged_version_is_never_taken_as_fresh(seeded: Seeded, forms: list[Opened]) -> None:
    def check(opened: Opened) -> str:
        before = Change.objects.count()
        wrong = {version: opened.post(version=version).status_code for version in opened.versions(*FORGED)}
        wrong = {version: status for version, status in wrong.items() if status != 409}
        return str(wrong) if wrong or Change.objects.count() != before else ""

    assert complaints(forms, check) == []


def test_form_over_an_older_version_shows_both_texts_and_writes_nothing(
    seeded: Seeded, forms: list[Opened]
) -> None:
    compared = []

    def check(opened: Opened) -> str:
        record, name = opened.record, opened.text_field
        with as_system("先に直す"):
            if name:
                setattr(record, name, THEIRS)
            record.save()
        before = Change.objects.count()
        answer = opened.post(**({name: MINE} if name else {}))
        page = answer.content.decode()
        if answer.status_code != 409 or Change.objects.count() != before:
            return f"{answer.status_code}, {Change.objects.count() - before} written"
        (newest,) = opened.versions(record.version)
        if f'name="version" value="{newest}"' not in page or opened.why not in page:
            return "not the newer version, or the reason is lost"
        if name:
            compared.append(opened.path)
            told = [(each.old, each.new) for each in answer.context["differences"]]
            typed = str(answer.context["form"][name].value())
            return "" if (THEIRS, MINE) in told and typed == MINE else f"{told}, {typed}"
        return "" if "システム（tests）が" in page else "does not say who was faster"

    assert complaints(forms, check) == []
    assert len(compared) > 8


def test_form_over_a_deleted_record_is_gone_with_what_was_typed(seeded: Seeded, forms: list[Opened]) -> None:
    # Whoever deletes the own account is logged out.
    of_records = [
        opened
        for opened in forms
        if isinstance(opened.page, RecordPage) and opened.record not in (opened.page.user, None)
    ]
    assert len(of_records) > 20

    def check(opened: Opened) -> str:
        model, key = type(opened.record), opened.record.pk
        with as_system("先に消す"):
            delete(opened.record)
        before = Change.objects.count()
        answer = opened.post(**({opened.text_field: MINE} if opened.text_field else {}))
        page = answer.content.decode()
        stored = model._base_manager.filter(pk=key).exists()
        if answer.status_code != 410 or stored or Change.objects.count() != before:
            return f"{answer.status_code}, stored {stored}"
        typed = {opened.why, MINE} if opened.text_field else {opened.why}
        return "" if all(words in page for words in typed) else "what was typed is lost"

    assert complaints(of_records, check) == []
