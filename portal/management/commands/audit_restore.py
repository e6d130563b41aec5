"""Bring an earlier version of a record back, also of a deleted one."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.management.commands.audit_erase import audited_model
from portal.site.actions import restore_version


class Command(BaseCommand):
    """``manage.py audit_restore meetings.meeting 7 3 --reason …``."""

    help = "記録を以前の版の内容に戻す（新しい版として記録される）。削除した記録も戻せる。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which record, which version, why."""
        parser.add_argument("model", help="記録の種類。例：meetings.meeting")
        parser.add_argument("key", type=int, help="記録の番号")
        parser.add_argument("version", type=int, help="戻す版数")
        parser.add_argument("--reason", required=True, help="戻す理由")

    def handle(self, *args: Any, **options: Any) -> None:
        """One operation of ``system:audit_restore``."""
        model = audited_model(options["model"])
        rows = model.history.model._base_manager.filter(**{model._meta.pk.attname: options["key"]})
        row, newest = rows.filter(version=options["version"]).first(), rows.order_by("history_id").last()
        if row is None or newest is None:
            raise CommandError("その版は履歴にありません。")
        try:
            record = restore_version(
                by="system:audit_restore",
                reason=options["reason"],
                model=model,
                history_id=row.history_id,
                version=newest.version,
            )
        except ValidationError as error:
            raise CommandError("戻せません：" + " ".join(error.messages)) from error
        self.stdout.write(f"第{options['version']}版の内容を、第{record.version}版として戻しました。")
