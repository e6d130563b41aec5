"""Printing one document, through the worker as everybody does."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from portal.documents.errors import ForbiddenAddress, InaccessibleDocument, MissingGlyph
from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import render
from tests.portal.documents.printing import SENTENCE, fonts_of, page, text_of

ELSEWHERE = """
import hashlib, sys
from portal.documents.pdf import render
from tests.portal.documents.printing import SENTENCE, page
print(hashlib.sha256(render(page(f"<p>{SENTENCE * 40}</p>"))).hexdigest())
"""


def test_page_with_japanese_prints_its_text_in_our_fonts_only():
    document = render(page(f"<p>☑{SENTENCE}</p>"))
    assert "☑" + SENTENCE.replace(" ", "") in text_of(document)
    assert fonts_of(document) == {"Noto-Serif-JP", "PortalMarks"}


@pytest.mark.parametrize("character", ["🙂", "\ue000", "ﷺ"])
def test_page_with_character_outside_the_fonts_is_refused_with_its_place(character):
    body = f'<p>前</p><div data-place="議案（2） 3番目の発言"><p>うしろ{character}</p></div>'
    with pytest.raises(MissingGlyph) as caught:
        render(page(body))
    assert str(caught.value) == (
        f"「{character}」（U+{ord(character):04X}）は印刷できません。議案（2） 3番目の発言を直してください。"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<style>@import url("http://127.0.0.1:1/x.css");</style>',
        "<style>@font-face{font-family:x;src:url(portal-font:../pdf.py)}</style><p>あ</p>",
        '<p style="background:url(file:///etc/hostname)">あ</p>',
    ],
)
def test_page_that_asks_for_anything_else_is_refused(body):
    with pytest.raises(ForbiddenAddress):
        render(page(body))


@pytest.mark.parametrize(
    ("job", "what"),
    [
        (page("<p>あ</p>", title=" "), "題名"),
        (page("<p>あ</p>", lang="en"), "言語"),
        (page("<table><tr><td>あ</td></tr></table>"), "表の見出し"),
    ],
)
def test_page_without_what_a_screen_reader_needs_is_refused(job, what):
    with pytest.raises(InaccessibleDocument, match=what):
        render(job)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (Variant.ACCESSIBLE, {"pdfuaid:part": "1"}),
        (Variant.ARCHIVE, {"pdfaid:part": "2", "pdfaid:conformance": "A"}),
    ],
)
def test_variant_is_claimed_with_language_title_tags_and_outline(variant, expected):
    plain = page("<h1>会議録</h1><h2>議案（1）</h2><p>あ</p>")
    with pikepdf.open(BytesIO(render(PrintJob(plain.html, plain.css, variant)))) as pdf:
        with pdf.open_metadata() as metadata:
            claimed = {name: metadata[name] for name in expected}
            assert claimed == expected
            assert metadata["dc:title"] == "試験"
        assert pdf.Root.Lang == "ja"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            assert [(one.title, [two.title for two in one.children]) for one in outline.root] == [
                ("会議録", ["議案（1）"])
            ]


def test_same_page_in_another_process_zone_and_locale_gives_the_same_bytes(tmp_path: Path):
    here = hashlib.sha256(render(page(f"<p>{SENTENCE * 40}</p>"))).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "TZ": "America/New_York",
            "LC_ALL": "C",
            "PYTHONPATH": str(settings.BASE_DIR),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_dates_come_from_the_page_and_never_from_the_clock():
    job = page("<p>あ</p>")
    dated = job.html.replace(
        "</title>", '</title><meta name="dcterms.created" content="2024-06-27T11:58:00+09:00">'
    )
    with pikepdf.open(BytesIO(render(PrintJob(dated, job.css, job.variant)))) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20240627115800+09'00"
    with pikepdf.open(BytesIO(render(job))) as pdf:
        assert "/CreationDate" not in pdf.docinfo
