"""Write records with their whole past to a file that proves itself with Python alone."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import proof
from portal.files.store import StoreDamaged
from portal.history.export import Record, write_export
from portal.management.commands.audit_erase import audited_model


class Command(BaseCommand):
    """``manage.py audit_export --record meetings.meeting:7 --to FILE.zip``."""

    help = "記録、履歴、操作の記録、連鎖、ファイルを、Pythonだけで確かめられるZIPに書き出す。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which records, and where to."""
        parser.add_argument(
            "--record", action="append", required=True, metavar="MODEL:KEY", help="記録。何度でも書ける"
        )
        parser.add_argument("--to", required=True, metavar="FILE", help="書き出すファイル。まだないもの")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say at once when what it holds does not verify."""
        records = [_record(text) for text in options["record"]]
        place = Path(options["to"])
        try:
            with place.open("xb") as out:
                end = write_export(records, out)
        except OSError as error:
            raise CommandError(f"{place}：書き出せません（{error.strerror}）。") from error
        except (LookupError, StoreDamaged) as error:
            place.unlink()
            raise CommandError(str(error)) from error
        if found := list(proof.faults(zipfile.Path(place))):
            raise CommandError(f"{place}に書き出しましたが、記録に異常があります。\n" + "\n".join(found))
        self.stdout.write(
            f"{place}に書き出しました（末尾は操作{end.sequence}）。python3 {place} で確かめられます。"
        )


def _record(text: str) -> Record:
    label, _, key = text.partition(":")
    if not (key.isascii() and key.isdigit()):
        raise CommandError(f"「{text}」は、meetings.meeting:7 の形で書いてください。")
    return audited_model(label), int(key)
