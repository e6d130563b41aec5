"""The start-up check of the fonts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from portal.documents import typefaces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the fonts to damage."""
    return Path(shutil.copytree(typefaces.FONT_DIR, tmp_path / "fonts"))


def test_shipped_fonts_pass_and_the_check_runs_at_start_up(monkeypatch):
    assert typefaces.check_fonts() == []
    monkeypatch.setitem(typefaces.SHA256, typefaces.MARKS, "0" * 64)
    assert [message.id for message in run_checks() if message.id.startswith("documents.")] == [
        "documents.E001"
    ]


def test_missing_font_is_an_error_that_names_it(folder):
    (folder / typefaces.SANS).unlink()
    (message,) = typefaces.check_fonts(folder)
    assert message.is_serious()
    assert typefaces.SANS in message.msg


def test_font_with_one_byte_changed_is_an_error(folder):
    font = folder / typefaces.MARKS
    font.write_bytes(font.read_bytes()[:-1] + b"\x01")
    (message,) = typefaces.check_fonts(folder)
    assert typefaces.MARKS in message.msg


def test_font_without_a_character_it_must_have_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setitem(typefaces.PROBES, typefaces.MARKS, "☑会")
    (message,) = typefaces.check_fonts()
    assert message.is_serious()
    assert "「会」" in message.msg


def test_every_font_closes_up_its_punctuation():
    from fontTools.ttLib import TTFont

    for name in (typefaces.SERIF, typefaces.SANS):
        with TTFont(typefaces.FONT_DIR / name, lazy=True) as font:
            features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
        assert "chws" in features


def test_server_does_not_start_without_its_fonts(tmp_path, settings):
    source = Path(shutil.copytree(settings.BASE_DIR, tmp_path / "portal", ignore=_not_source))
    whole = _stderr_of_server(source)
    (source / "portal" / "documents" / "fonts" / typefaces.SANS).unlink()
    damaged = _stderr_of_server(source)
    assert "ImproperlyConfigured" in damaged
    assert typefaces.SANS in damaged
    assert typefaces.SANS not in whole


def _not_source(_folder: str, names: list[str]) -> set[str]:
    return {
        name for name in names if name in {".git", ".venv", "var", "tests", "__pycache__"} or "cache" in name
    }


def _stderr_of_server(folder: Path) -> str:
    """What a server says that loads the portal from this copy, which has no database."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    command = [sys.executable, "-W", "ignore", "-c", "import portal.wsgi"]
    return subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, check=False).stderr
