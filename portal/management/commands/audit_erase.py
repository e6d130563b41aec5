"""Take values out of a record, its history, the ledger and its files, as the law asks."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import AuditedModel
from portal.history.actions import erase_values


class Command(BaseCommand):
    """``manage.py audit_erase meetings.attendance 7 name note --reason … --ground …``."""

    help = "法令の求めにより、記録の項目を記録・履歴・操作の記録・ファイルから消去する。元には戻せない。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which fields of which record, why, and on what ground."""
        parser.add_argument("model", help="記録の種類。例：meetings.meeting")
        parser.add_argument("key", type=int, help="記録の番号")
        parser.add_argument("fields", nargs="+", help="消去する項目。ファイルの項目は、中身と名前を消去する")
        parser.add_argument("--reason", required=True, help="だれの、いつの求めによるか")
        parser.add_argument("--ground", required=True, help="根拠となる法令")

    def handle(self, *args: Any, **options: Any) -> None:
        """One operation of ``system:audit_erase``; then say where the same words still stand."""
        try:
            done = erase_values(
                by="system:audit_erase",
                reason=options["reason"],
                model=audited_model(options["model"]),
                key=options["key"],
                fields=options["fields"],
                ground=options["ground"],
            )
        except ValidationError as error:
            raise CommandError("消去できません。" + " ".join(error.messages)) from error
        self.stdout.write(f"消去しました（{'、'.join(map(str, done.acts))}）。元には戻せません。")
        for place in done.elsewhere:
            self.stdout.write(f"同じ語が残っています：{place}")


def audited_model(label: str) -> type[AuditedModel]:
    """The kind of record a command names. Raises ``CommandError``."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, AuditedModel):
        raise CommandError(f"「{label}」という種類の記録はありません。")
    return model
