"""A record that leaves with its past proves itself with Python alone; whatever is touched in it is named."""

import json
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from meetings.models import Handout
from portal.accounts.models import Organisation
from portal.audit import proof
from portal.audit.operations import operation
from portal.audit.proof import main
from portal.files import store
from portal.files.actions import add_file, keep_content
from portal.history.actions import erase_values
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system
from tests.portal.audit.registry import made

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 content"


@pytest.fixture
def handout() -> Any:
    """A record with a file, three versions, between changes of others in the same operations."""
    OrganisationFactory()
    kept = keep_content([CONTENT])
    with as_system():
        handout: Any = made(Handout)
        handout.file = add_file(by="system:tests", reason="登録", kept=kept, name="資料.pdf", kind="pdf")
        handout.save()
    with operation(by="system:tests", reason="訂正"):
        OrganisationFactory(name="ほかの団体")
        handout.save()
        OrganisationFactory()
    OrganisationFactory()
    return handout


def export(record: Any, folder: Path) -> Path:
    """The file, unpacked beside it as a folder."""
    place = folder / "記録.zip"
    label = f"{type(record)._meta.label_lower}:{record.pk}"
    call_command("audit_export", record=[label], to=str(place), stdout=StringIO())
    zipfile.ZipFile(place).extractall(folder / "unpacked")
    return place


def python(*arguments: Any) -> subprocess.CompletedProcess[str]:
    """Python without site packages, without the portal, in no folder of its own."""
    command = [sys.executable, "-I", *map(str, arguments)]
    return subprocess.run(
        command, cwd="/", env={"PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True, check=False
    )


def test_export_verifies_with_python_alone_packed_and_unpacked(handout: Any, tmp_path: Path):
    head = StringIO()
    call_command("audit_head", stdout=head)
    (tmp_path / "head.json").write_text(head.getvalue())
    place = export(handout, tmp_path)
    for target in (place, tmp_path / "unpacked"):
        done = python(target, tmp_path / "head.json")
        assert (done.stdout.strip(), done.stderr, done.returncode) == ("異常はありません。", "", 0)


def test_export_holds_record_history_ledger_head_and_files_and_of_others_digests_alone(
    handout: Any, tmp_path: Path
):
    export(handout, tmp_path)
    told = json.loads((tmp_path / "unpacked" / "records.json").read_text())
    record, file = told["records"]
    assert (record["model"], len(record["history"]), record["noun"]) == ("meetings.handout", 3, "資料")
    assert record["history"][2]["reason"] == "訂正"
    assert record["state"] == record["history"][2]["values"]
    assert (file["model"], file["state"]["name"]) == ("portal.storedfile", "資料.pdf")
    assert (tmp_path / "unpacked" / "files" / file["state"]["sha256"]).read_bytes() == CONTENT
    assert len(told["changes"]) == 4
    whole = "".join(path.read_text() for path in (tmp_path / "unpacked").rglob("*.json*"))
    assert "ほかの団体" not in whole


def test_verifier_looks_beside_itself(
    handout: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    export(handout, tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "unpacked")
    monkeypatch.setattr(sys, "argv", ["proof"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(proof.__file__), run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out.strip()) == (0, "異常はありません。")


Touch = Callable[[dict[str, Any]], Any]
TOUCHES: dict[str, tuple[Touch, str]] = {
    "text": (lambda told: told["changes"][1].update(text="{}"), "第2版の記録文が書き換えられています"),
    "digest": (lambda told: told["changes"][1].update(digest="0" * 64), "封と合いません"),
    "place": (lambda told: told["changes"][1].update(place=99), "操作の連鎖にありません"),
    "order": (lambda told: told["changes"][0].update(place=1), "封と合いません"),
    "value": (lambda told: told["records"][0]["history"][1]["values"].update(title="偽"), "履歴が、操作"),
    "who": (lambda told: told["records"][0]["history"][1].update(actor="別人"), "履歴が、操作"),
    "when": (
        lambda told: told["records"][0]["history"][1].update(at="2020-01-01T00:00:00+00:00"),
        "履歴が、操作",
    ),
    "kind": (lambda told: told["records"][0]["history"][1].update(kind="-"), "履歴が、操作"),
    "version": (lambda told: told["records"][0]["history"].pop(1), "欠けているか"),
    "all of it": (lambda told: told["records"][0]["history"].clear(), "欠けているか"),
    "state": (lambda told: told["records"][0]["state"].update(title="偽"), "最新の履歴と違います"),
    "gone": (lambda told: told["records"][0].update(state=None), "最新の履歴と違います"),
    "operation": (lambda told: told["operations"][0].update(text="{}"), "だれが、いつ、なぜ"),
    "no operation": (lambda told: told["operations"].clear(), "履歴が、操作"),
    "head": (lambda told: told["head"].update(block_hash="0" * 64), "書き出してあった封と違います"),
    "tail": (lambda told: told["head"].update(sequence=999), "通番999の封が、操作の連鎖にありません"),
}


@pytest.mark.parametrize("name", TOUCHES)
def test_whatever_is_touched_in_the_records_is_named(
    handout: Any, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
):
    export(handout, tmp_path)
    place = tmp_path / "unpacked" / "records.json"
    told = json.loads(place.read_text())
    touch, said = TOUCHES[name]
    touch(told)
    place.write_text(json.dumps(told))
    assert main(str(tmp_path / "unpacked"), []) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (lambda lines: lines[:-1], "操作の連鎖にありません"),
        (lambda lines: [*lines[:1], *lines[2:]], "直前の操作の封につながっていません"),
        (
            lambda lines: [line.replace('"changes": ["', '"changes": ["f') for line in lines],
            "の封が合いません",
        ),
    ],
)
def test_chain_that_was_touched_is_named(
    handout: Any, tmp_path: Path, touch: Any, said: str, capsys: pytest.CaptureFixture[str]
):
    export(handout, tmp_path)
    place = tmp_path / "unpacked" / "chain.jsonl"
    place.write_text("\n".join(touch(place.read_text().splitlines())))
    assert main(str(tmp_path / "unpacked"), []) == 1
    assert said in capsys.readouterr().out


def test_file_that_was_touched_or_left_out_is_named(
    handout: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    export(handout, tmp_path)
    (content,) = (tmp_path / "unpacked" / "files").iterdir()
    content.write_bytes(b"other")
    assert main(str(tmp_path / "unpacked"), []) == 1
    assert "「資料.pdf」の中身が、登録したときと違います" in capsys.readouterr().out
    content.unlink()
    assert main(str(tmp_path / "unpacked"), []) == 1
    assert "「資料.pdf」の中身がありません" in capsys.readouterr().out


def test_erased_values_are_said_and_prove_nothing(
    handout: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    erase_values(
        by="system:tests", reason="求め", ground="法", model=Handout, key=handout.pk, fields=["file", "title"]
    )
    store.destroy(handout.file.sha256)
    assert main(str(export(handout, tmp_path)), []) == 0
    said = capsys.readouterr().out
    assert f"meetings.handout 番号{handout.pk} 第1版：法令により消去した値があります。" in said
    assert "異常はありません。" in said


def test_deleted_record_leaves_with_its_history(tmp_path: Path):
    record = OrganisationFactory()
    key = record.pk
    with as_system():
        record.delete()
    record.pk = key
    export(record, tmp_path)
    told = json.loads((tmp_path / "unpacked" / "records.json").read_text())
    assert (told["records"][0]["state"], len(told["records"][0]["history"])) == (None, 2)


def test_record_that_was_touched_behind_the_wall_is_said_by_the_command(handout: Any, tmp_path: Path):
    connection.lower_wall()  # type: ignore[attr-defined]
    Handout.objects.filter(pk=handout.pk).update(title="偽")
    with pytest.raises(CommandError, match="最新の履歴と違います"):
        export(handout, tmp_path)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("portal.organisation:999999", "団体に番号999999の記録はありません"),
        ("portal.organisation", "の形で書いてください"),
        ("portal.organisation:x", "の形で書いてください"),
        ("portal.nothing:1", "という種類の記録はありません"),
        ("portal.change:1", "という種類の記録はありません"),
    ],
)
def test_record_that_cannot_be_exported_is_said_and_leaves_no_file(record: str, said: str, tmp_path: Path):
    place = tmp_path / "out.zip"
    with pytest.raises(CommandError, match=said):
        call_command("audit_export", record=[record], to=str(place))
    assert not place.exists()


def test_file_that_is_there_is_not_written_over(tmp_path: Path):
    record = OrganisationFactory()
    place = tmp_path / "out.zip"
    place.write_text("keep")
    with pytest.raises(CommandError, match="書き出せません"):
        call_command("audit_export", record=[f"portal.organisation:{record.pk}"], to=str(place))
    assert place.read_text() == "keep"
    assert Organisation.objects.filter(pk=record.pk).exists()
