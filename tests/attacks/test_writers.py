"""Writers at once, a writer that is killed, and another program at the same file: the embedded database."""

import os
import signal
import sqlite3
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.accounts.models import Organisation
from tests.copies import Seeded
from tests.portal.audit.writers import count_up_together

DYING = """
import django; django.setup()
from portal.audit.operations import operation
from portal.accounts.models import Organisation
with operation(by="system:tests", reason="一括"):
    Organisation.objects.bulk_create([Organisation(kind="state", name=f"死{n}") for n in range(500)])
    Organisation.objects.update(kana="死")
    print("ready", flush=True)
    input()
"""


def test_writers_at_the_same_records_lose_nothing_and_none_is_locked_out(seeded: Seeded) -> None:
    assert count_up_together() == []


def test_writer_killed_in_the_middle_leaves_nothing_and_the_chain_whole(seeded: Seeded) -> None:
    place = {"PORTAL_SQLITE_PATH": str(seeded.path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", DYING],
        cwd=settings.BASE_DIR,
        env={**os.environ, **place},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        writer.send_signal(signal.SIGKILL)
    assert not Organisation.objects.filter(kana="死").exists()
    for command in ("audit_verify", "audit_check"):
        call_command(command, stdout=StringIO())


def test_another_program_cannot_write_and_what_it_forces_is_reported(seeded: Seeded) -> None:
    outside = sqlite3.connect(seeded.path)
    for statement in (
        "UPDATE portal_organisation SET kana = '偽'",
        "DELETE FROM portal_historicalorganisation",
        "UPDATE portal_change SET text = '{}'",
        "DELETE FROM portal_operation",
    ):
        with pytest.raises(sqlite3.Error):
            outside.execute(statement)
    for name in ("update", "compare"):
        outside.execute(f"DROP TRIGGER audit_portal_organisation_{name}")
    key = outside.execute("SELECT min(id) FROM portal_organisation").fetchone()[0]
    outside.execute("UPDATE portal_organisation SET kana = '偽' WHERE id = ?", [key])
    outside.commit()
    outside.close()
    with pytest.raises(CommandError) as found:
        call_command("audit_check")
    assert f"portal.organisation 番号{key}：最新の履歴と内容が違います。" in str(found.value)
    assert "audit_portal_organisation_update" in str(found.value)
