"""The public site in a folder: whole, the same each time, and without what is public no more."""

import hashlib
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from meetings.actions import publishing
from meetings.models import Edition
from portal.files import store
from portal.public import export as exporting
from portal.public.tree import leaf
from tests.meetings.life import Life, correct, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return published()


def export(folder: Path) -> str:
    out = StringIO()
    call_command("export_public", str(folder), stdout=out)
    return out.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def withdraw(life: Life) -> None:
    edition = Edition.objects.for_the_public().get()
    publishing.withdraw_edition(by=life.second, reason="確認のため", edition=edition)


def test_export_is_whole_relative_listed_and_the_same_twice(life: Life, tmp_path: Path) -> None:
    said = export(tmp_path / "one")
    export(tmp_path / "two")
    first = contents(tmp_path / "one")
    export(tmp_path / "one")
    assert first == contents(tmp_path / "two") == contents(tmp_path / "one")
    key, meeting = life.meeting.pk, life.meeting
    wanted = {f"minutes/{key}.{kind}" for kind in ("html", "json", "pdf")}
    wanted |= {"index.html", "search.html", "feed.xml", "records.json", "search-index.js", "assets/search.js"}
    assert {*wanted, f"minutes/{meeting.body_id}-{meeting.fiscal_year}.html"} <= first.keys()
    told = json.loads(first.pop("manifest.json"))
    assert told == {"files": {p: hashlib.sha256(b).hexdigest() for p, b in first.items()}, "withdrawn": {}}
    assert f"{len(first)}件を書き出しました" in said
    for path, body in first.items():
        if path.endswith(".html"):
            links = re.findall(r'(?:href|src|action)="([^"#]*)', body.decode())
            ways = [(tmp_path / "one" / path).parent / link for link in links if link]
            assert [way for way in ways if not way.is_file()] == [], path
    assert first[f"minutes/{key}.html"] == leaf(f"minutes/{key}.html").body


def test_words_are_found_without_a_server_and_withheld_ones_are_in_no_file(
    life: Life, tmp_path: Path
) -> None:
    export(tmp_path)
    index = (tmp_path / "search-index.js").read_text("utf-8")
    texts = json.loads(index.removeprefix("const publicIndex = ").rstrip(";\n"))
    assert "ただいまから開会します。" in texts[f"minutes/{life.meeting.pk}.html"]
    assert [path for path, body in contents(tmp_path).items() if "電話機能".encode() in body] == []
    page = (tmp_path / "search.html").read_text("utf-8")
    assert f'href="minutes/{life.meeting.pk}.html"' in page, "the list that stands without a script"
    assert leaf("search-index.js").status == 404, "the portal searches by itself"


def test_withdrawn_files_leave_the_folder_and_are_listed_and_others_stay(life: Life, tmp_path: Path) -> None:
    export(tmp_path)
    (tmp_path / "minutes" / "1999.pdf").write_bytes(b"of somebody else")
    before = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]
    withdraw(life)
    said = export(tmp_path)
    key = life.meeting.pk
    left = contents(tmp_path)
    assert not {f"minutes/{key}.pdf", f"minutes/{key}.json"} & left.keys()
    assert "取り下げました" in left[f"minutes/{key}.html"].decode()
    assert "minutes/1999.pdf" in left
    assert f"取り除きました：minutes/{key}.pdf" in said
    assert "触れていません：minutes/1999.pdf" in said
    told = json.loads(left["manifest.json"])
    assert told["withdrawn"][f"minutes/{key}.pdf"] == before[f"minutes/{key}.pdf"]
    export(tmp_path)
    assert contents(tmp_path) == left


def test_export_that_was_killed_leaves_nothing_that_the_next_one_does_not_know(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = life.meeting.pk

    def dies(path: str, **how: Any) -> Any:
        if path == "search-index.js":
            raise KeyboardInterrupt
        return leaf(path, **how)

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "leaf", dies)
        patch.setattr(exporting, "paths", lambda: [f"minutes/{key}.pdf", "search-index.js"])
        with pytest.raises(KeyboardInterrupt):
            export(tmp_path)
    assert f"minutes/{key}.pdf" in contents(tmp_path)
    withdraw(life)
    export(tmp_path)
    assert f"minutes/{key}.pdf" not in contents(tmp_path)


def test_export_begins_anew_when_something_is_withdrawn_meanwhile(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = [lambda: correct(life)]

    def read(path: str, **how: Any) -> Any:
        found = leaf(path, **how)
        if path == "search-index.js" and meanwhile:
            meanwhile.pop()()
        return found

    monkeypatch.setattr(exporting, "leaf", read)
    export(tmp_path)
    assert f"minutes/{life.meeting.pk}.pdf" not in contents(tmp_path)
    assert "ただいまから開会します。" not in (tmp_path / "search-index.js").read_text("utf-8")


@pytest.mark.parametrize(
    "manifest", ["{", "[]", '{"files": {"../secret.html": ""}, "withdrawn": {}}', '{"files": {}}']
)
def test_forged_manifest_is_refused_and_nothing_is_touched(life: Life, tmp_path: Path, manifest: str) -> None:
    secret, folder = tmp_path / "secret.html", tmp_path / "site"
    secret.write_text("stays")
    folder.mkdir()
    (folder / "manifest.json").write_text(manifest)
    with pytest.raises(CommandError, match="書き出せませんでした"):
        export(folder)
    assert secret.exists()
    assert contents(folder).keys() == {"manifest.json"}


def test_link_out_of_the_folder_and_a_damaged_file_stop_the_export(life: Life, tmp_path: Path) -> None:
    folder, outside = tmp_path / "site", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "minutes").symlink_to(outside)
    with pytest.raises(CommandError, match="フォルダーの外"):
        export(folder)
    assert list(outside.iterdir()) == []
    store.path_of(Edition.objects.for_the_public().get().file.sha256).unlink()
    with pytest.raises(CommandError, match="保存場所にない"):
        export(tmp_path / "another")
