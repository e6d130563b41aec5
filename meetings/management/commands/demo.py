"""manage.py demo: the seed with its example, one user per role, and the two proofs as PDF files."""

import secrets
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from meetings.documents import minutes_pdf
from meetings.management.commands import load_seed
from meetings.management.seeding.placing import Placer
from meetings.models import Meeting
from portal.accounts import actions as accounts
from portal.accounts.models import Department, Office, Role, User
from portal.audit.operations import operation
from portal.disclosure.public_text import PassageError
from portal.documents.choices import EditionAudience
from portal.documents.errors import DocumentError

BY = "system:demo"
REASON = "見本の利用者を、役割ごとに1人作る"
NEW_PASSWORDS = "見本の利用者のパスワードを作り直す"
# What some of them are by office: a title, or a department in which they hold the office made for the demo.
OFFICES: dict[str, str] = {Role.Code.BODY_MEMBER: "総務部長", Role.Code.MANAGER: "情報管理課長"}
DEPARTMENTS: dict[str, str] = {Role.Code.SECRETARIAT: "情報管理課", Role.Code.ADMINISTRATOR: "情報管理課"}
DEMO_TITLE = "担当（見本）"
POSTED_ON = date(2024, 4, 1)
FILES = {
    EditionAudience.INTERNAL: "kaigiroku-internal.pdf",
    EditionAudience.PUBLIC: "kaigiroku-public.pdf",
}


class Command(BaseCommand):
    """Prepares the demo. A second run changes nothing and shows no password."""

    help = "見本の環境を用意します：初期データ、役割ごとの利用者、会議録のPDF（原本と公開用）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1:8000", help="画面に示すアドレス")
        parser.add_argument(
            "--new-passwords", action="store_true", help="見本の利用者のパスワードを作り直して表示する"
        )

    def handle(self, *args: Any, address: str, new_passwords: bool, **options: Any) -> None:
        if not settings.IS_LOOPBACK_ONLY:
            raise CommandError("見本の利用者は、他の機器から届く環境には作りません。")
        call_command("load_seed", with_example=True, stdout=self.stdout)
        call_command("watch_words", stdout=self.stdout)
        self._show_passwords(_renewed_passwords() if new_passwords else _new_users())
        self._write_files()
        self.stdout.write(f"アドレス：http://{address}/")

    def _show_passwords(self, passwords: dict[User, str]) -> None:
        if not passwords:
            self.stdout.write("見本の利用者：作成済み（忘れたときは manage.py demo --new-passwords）")
            return
        self.stdout.write("見本の利用者（パスワードを表示するのは今回だけです）")
        for user, password in passwords.items():
            self.stdout.write(f"  職員番号 {user.staff_number:<26}パスワード {password}  {user.name}")

    def _write_files(self) -> None:
        """Print both editions; a file that would be the same stays as it is."""
        _, meeting = Placer(by=load_seed.BY, reason="").find(Meeting, key={"fiscal_year": 2024, "number": 1})
        reader = User.objects.filter(staff_number=_staff_number(Role.Code.SECRETARIAT)).first()
        if meeting is None or reader is None:
            self.stderr.write("会議か見本の事務局の利用者が削除されているため、PDFは作成しません。")
            return
        folder = Path(settings.VAR_DIR) / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        for audience, name in FILES.items():
            try:
                printed = minutes_pdf(meeting, audience, reader=reader)
            except (DocumentError, PassageError, PermissionDenied) as refused:
                self.stderr.write(f"会議録（{audience.label}）のPDFは作成できません：{refused}")
                continue
            path = folder / name
            if not path.exists() or path.read_bytes() != printed:
                path.write_bytes(printed)
            self.stdout.write(f"会議録（{audience.label}・見本）：{path}")


def _staff_number(code: str) -> str:
    return f"demo-{code.replace('_', '-')}"


def _new_users() -> dict[User, str]:
    """One user for each role that has none yet, with the passwords they got."""
    placer = Placer(by=BY, reason=REASON)
    passwords: dict[User, str] = {}

    def put(role: Role) -> User:
        password = secrets.token_urlsafe(12)
        user = accounts.create_user(
            by=BY,
            reason=REASON,
            staff_number=_staff_number(role.code),
            name=f"見本（{role}）",
            password=password,
        )
        accounts.grant_role(by=BY, reason=REASON, user=user, role=role)
        if office := _office_for(placer, role.code):
            _post(user, office)
        passwords[user] = password
        return user

    with operation(by=BY, reason=REASON):
        for role in Role.objects.all():
            key = {"staff_number": _staff_number(role.code)}
            placer.place(User, key=key, put=lambda role=role: put(role))  # type: ignore[misc]
    return passwords


def _office_for(placer: Placer, code: str) -> Office | None:
    """The office of the seed, or of the demo, that this role's user holds."""
    department = Department.objects.filter(name=DEPARTMENTS.get(code)).first()
    if department is None:
        return Office.objects.filter(title=OFFICES.get(code)).first()
    values = {"organisation": department.organisation, "department": department, "title": DEMO_TITLE}
    return placer.place(
        Office, key=values, put=lambda: accounts.create_office(by=BY, reason=REASON, **values)
    )


def _post(user: User, office: Office) -> None:
    person = accounts.create_person(by=BY, reason=REASON, name=user.name)
    accounts.link_person(by=BY, reason=REASON, user=user, person=person)
    accounts.start_posting(by=BY, reason=REASON, person=person, office=office, starts_on=POSTED_ON)


def _renewed_passwords() -> dict[User, str]:
    """A new password for each demo user that is left, after adding those that are missing."""
    passwords = _new_users()
    with operation(by=BY, reason=NEW_PASSWORDS):
        for user in User.objects.filter(staff_number__in=map(_staff_number, Role.Code.values)):
            if user not in passwords:
                passwords[user] = secrets.token_urlsafe(12)
                accounts.reset_password(by=BY, reason=NEW_PASSWORDS, user=user, password=passwords[user])
    return passwords
