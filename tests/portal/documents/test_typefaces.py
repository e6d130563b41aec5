"""The start-up check of the fonts."""

import shutil
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
