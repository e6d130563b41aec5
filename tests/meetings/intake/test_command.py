"""manage.py intake: what it prints, and how it ends."""

import json

import pytest
from django.core.management import call_command

from tests.meetings.sample import FIXTURES

SEED = str(FIXTURES / "seed000" / "document.txt")
KEYS = [
    *("body", "session", "fiscal_year", "number", "date", "start", "end", "ended_at", "venue"),
    *("meeting_disclosure", "minutes_disclosure", "closure_reason", "secretariat", "members"),
    *("observer_count", "agenda", "entries", "decisions", "handouts", "commitments", "unplaced", "warnings"),
]


def test_each_file_is_one_line_of_json_with_the_keys_of_a_record(capsys, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("会長：始めます。\n", encoding="utf-8")

    call_command("intake", SEED, str(other), "--json")

    lines = capsys.readouterr().out.splitlines()
    assert [list(json.loads(line)) for line in lines] == [KEYS, KEYS]
    assert json.loads(lines[1])["entries"] == [{"kind": "speech", "speaker": "会長", "text": "始めます。"}]


def test_file_that_cannot_be_read_is_named_and_the_command_fails_at_the_end(capsys, tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no word")

    with pytest.raises(SystemExit) as ended:
        call_command("intake", str(broken), str(tmp_path / "none.txt"), SEED, "--json")

    printed = capsys.readouterr()
    records = [json.loads(line) for line in printed.out.splitlines()]
    assert ended.value.code == 1
    assert [record["number"] for record in records] == [None, None, 1]
    assert "中身はWordの文書ではありません" in records[0]["warnings"][0]
    assert "broken.docx：" in printed.err
    assert "ファイルがありません" in printed.err


def test_without_json_a_person_reads_counts_and_doubts(capsys):
    call_command("intake", SEED)
    printed = capsys.readouterr().out
    assert "members: 10" in printed
    assert "未配置：事務局（担当課）" in printed


def test_markup_and_control_characters_stay_inert_words(capsys, tmp_path):
    typed = tmp_path / "typed.txt"
    typed.write_bytes("委員：<script>alert(1)</script>と\x08言った。\n".encode())

    call_command("intake", str(typed), "--json")

    record = json.loads(capsys.readouterr().out)
    assert record["entries"][0]["text"] == "<script>alert(1)</script>と〓言った。"
    assert any("U+0008" in warning for warning in record["warnings"])
