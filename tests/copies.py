"""The seed as a database: loaded once a run into a file, of which each test gets a copy of its own.

The copy is an ordinary SQLite file with real commits, so what a test sees is what a user of the demo sees:
triggers, locks and connections of the server's threads included.
"""

import fcntl
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.test.utils import override_settings

from meetings.actions.sittings import edit_handout
from meetings.jobs import MinutesBundle
from meetings.lists.decisions import COMMITMENTS
from meetings.models import Commitment, Handout
from portal.accounts.actions import create_person, create_user, edit_role, grant_role, start_posting
from portal.accounts.choices import Noun, Verb
from portal.accounts.models import Office, Posting, Role, User
from portal.days.actions import close_day, edit_due_rule
from portal.days.models import DueRule
from portal.disclosure.actions import add_pseudonym, add_watch_word, open_review
from portal.disclosure.models import Withholding
from portal.files.rules import checked_upload
from portal.jobs.actions.asking import request_job
from portal.lists.actions import edit_rows, save_view
from portal.notices.actions.telling import tell
from portal.notices.kinds import Tidings
from tests.addresses import Address, all_addresses
from tests.uploads import chosen

PASSWORD = "correct-horse-battery"
WHY = "試験の準備"
MAKER = "system:tests"
NAMES = {Role.Code.SECRETARIAT: "豊島 花子"}


def files_beside(path: Path) -> Path:
    """The store of files that belongs to a database."""
    return path.with_suffix(".files")


def copied(source: Path, target: Path) -> None:
    """Copy a database with its files."""
    shutil.copy(source, target)
    shutil.copytree(files_beside(source), files_beside(target))


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    """Make this file the database of every thread, with the files beside it, until the end."""
    before = connections.settings["default"]
    outer = connections["default"]
    connections.settings["default"] = {**before, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    try:
        with override_settings(FILES_DIR=files_beside(path)):
            yield
    finally:
        connections["default"].close()
        connections["default"] = outer
        connections.settings["default"] = before


def staff_number(role: str) -> str:
    """The 職員番号 of the one user who holds this role in the seeded database."""
    return f"T-{role}"


def _watch_and_review() -> None:
    """A word to watch, a name behind a label, and a withheld place to look at again."""
    add_watch_word(by=MAKER, reason=WHY, word="架空クラウド", kind="product", source="試験の一覧")
    add_pseudonym(by=MAKER, reason=WHY, label="A社", kind="vendor", entity="架空電機")
    held = Withholding.objects.order_by("pk")[0]
    open_review(by=MAKER, reason=WHY, withholding=held, occasion="request", opened_on=date(2024, 9, 2))


def _prepare(path: Path) -> None:
    with database_at(path):
        call_command("migrate", verbosity=0)
        call_command("load_seed", with_example=True, stdout=StringIO())
        for role in Role.objects.all():
            user = create_user(
                by=MAKER,
                reason=WHY,
                staff_number=staff_number(role.code),
                name=NAMES.get(Role.Code(role.code), f"{role} 太郎"),
                password=PASSWORD,
            )
            grant_role(by=MAKER, reason=WHY, user=user, role=role)
        # What the seed has none of, so that every page has an address.
        close_day(by=MAKER, reason=WHY, day=date(2037, 6, 29), cause="庁舎の設備点検")
        rule = DueRule.objects.filter(is_example=True)[0]
        edit_due_rule(by=MAKER, reason=WHY, rule=rule, legal_basis="会議録の取扱いの例")
        _watch_and_review()
        upload = checked_upload(chosen("資料の見本.pdf"))
        edit_handout(by=MAKER, reason=WHY, handout=Handout.objects.all()[0], upload=upload)
        secretary = User.objects.get(staff_number=staff_number(Role.Code.SECRETARIAT))
        commitment = Commitment.objects.all()[0]
        tidings = Tidings("tests.due", [secretary], commitment, "期限が近づいています")
        tell(by=MAKER, reason=WHY, tidings=tidings)
        edit_rows(
            by=secretary,
            reason=WHY,
            listed=COMMITMENTS,
            versions={each.pk: each.version for each in Commitment.objects.all()[:2]},
            values={each.pk: {"condition": "結論が出たら"} for each in Commitment.objects.all()[:2]},
        )
        administrator = User.objects.get(staff_number=staff_number(Role.Code.ADMINISTRATOR))
        role = Role.objects.get(code=Role.Code.ADMINISTRATOR)
        edit_role(by=administrator, reason=WHY, role=role, allowed=[(Noun.DIRECTORY, Verb.EXPORT)])
        person = create_person(by=MAKER, reason=WHY, name="見本 次郎")
        office = Office.objects.exclude(department=None)[0]
        held = {"office": office, "starts_on": date(2024, 4, 1), "kind": Posting.Kind.CONCURRENT}
        start_posting(by=MAKER, reason=WHY, person=person, **held)
        grant_role(by=MAKER, reason=WHY, office=office, role=Role.objects.get(code=Role.Code.VIEWER))
        save_view(by=secretary, listed=COMMITMENTS, name="すべての宿題")
        request_job(
            by=secretary,
            kind=MinutesBundle.code,
            title="見本のまとめ",
            parameters={"body": 1, "fiscal_year": 2024, "audience": "internal"},
        )
        # The copies are made of this one file alone.
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One worker at a time; the others wait and find the work done."""
    with (folder / "copies.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def seed_file(tmp_path_factory: pytest.TempPathFactory, worker_id: str, django_db_blocker: Any) -> Path:
    """The loaded seed with one user a role; made by the first worker that asks for it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    target = folder / "seed.sqlite3"
    with _alone(folder):
        if not target.exists():
            draft = folder / "seed-in-the-making.sqlite3"
            with django_db_blocker.unblock():
                _prepare(draft)
            files_beside(draft).rename(files_beside(target))
            draft.rename(target)
    return target


class QuietWSGIRequestHandler(WSGIRequestHandler):
    """Answers without a line on the terminal for each request."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def addresses(
    seed_file: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> list[Address]:
    """Every page of the seeded portal, found once a run by following links."""
    kept = seed_file.with_name("addresses.json")
    with _alone(seed_file.parent):
        if not kept.exists():
            path = tmp_path_factory.mktemp("addresses") / "portal.sqlite3"
            copied(seed_file, path)
            with django_db_blocker.unblock(), database_at(path):
                found = [asdict(address) for address in all_addresses()]
            kept.write_text(json.dumps(found), encoding="utf-8")
    return [Address(**each) for each in json.loads(kept.read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class Seeded:
    """A test's own copy of the loaded seed."""

    path: Path

    def user(self, role: str) -> User:
        """The user who holds this role."""
        return User.objects.get(staff_number=staff_number(role))

    def client(self, role: str | None = None) -> Client:
        """A client, logged in unless ``role`` is None."""
        client = Client()
        if role is not None:
            client.force_login(self.user(role))
        return client


@pytest.fixture
def seeded(seed_file: Path, tmp_path: Path, django_db_blocker: Any) -> Iterator[Seeded]:
    """The database is a fresh copy of the loaded seed; writes are real and end with the test."""
    path = tmp_path / "portal.sqlite3"
    copied(seed_file, path)
    with django_db_blocker.unblock(), database_at(path):
        yield Seeded(path)


@pytest.fixture
def served(seeded: Seeded) -> Iterator[str]:
    """The portal over HTTP on the test's own copy of the seed; gives the address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
