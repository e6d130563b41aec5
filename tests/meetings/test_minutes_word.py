"""The record as a Word document: what stands in it, how it comes back, and what it does not carry."""

import io
import re
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from meetings.documents import confirmation_docx, minutes_docx
from meetings.intake.reading import read
from meetings.minutes import compose
from meetings.minutes_word import minutes_word
from meetings.models import Meeting, MinutesEntry
from meetings.printed import FullText
from portal.documents.choices import EditionAudience
from portal.documents.extraction import extract
from portal.documents.word import GOTHIC, MINCHO
from portal.files.rules import checked_upload
from tests.factories.portal import user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, user_of
from tests.meetings.intake import scoring
from tests.meetings.sample import FIXTURES, seed_form, seed_sitting
from tests.seeded import load_seed
from tests.uploads import chosen


@pytest.fixture(scope="module")
def written() -> bytes:
    minutes = compose(seed_sitting(), seed_form(), FullText())
    return minutes_word(minutes, "原本・庁内限り 見本", "非公開情報を含む")


def address(meeting: Meeting, edition: str) -> str:
    return reverse("meetings:minutes-word", args=[meeting.pk, edition])


def everything(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(name + parts.read(name).decode(errors="ignore") for name in parts.namelist())


def test_exported_record_is_taken_in_again_as_the_same_record(written: bytes) -> None:
    text = (FIXTURES / "seed000" / "document.txt").read_text(encoding="utf-8")
    found = extract(written, "会議録.docx")
    back, typed = read(found.text, remarks=found.remarks).as_json(), read(text).as_json()

    for key in (*scoring.SINGLE, "members", "secretariat", "agenda", "handouts", "entries", "decisions"):
        assert plain(back[key]) == plain(typed[key]), key
    assert back["closure_reason"] == typed["closure_reason"]
    assert "".join(back["unplaced"]).count("。") == 0


def plain(values: Any) -> str:
    return scoring.plain(repr(values)).replace("\\n", "").replace("\\u3000", "")


def test_styles_are_named_and_fonts_are_japanese(written: bytes) -> None:
    document = Document(io.BytesIO(written))

    assert {"発言", "発言の続き", "決定", "ト書き", "地の文", "Heading 1", "表の見出し"} <= {
        *(each.style.name for each in document.paragraphs),
        *(
            each.style.name
            for row in document.tables[0].rows
            for cell in row.cells
            for each in cell.paragraphs
        ),
    }
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("発言", "Normal", "Heading 1", "発言者")
    }
    assert fonts == {"発言": MINCHO, "Normal": MINCHO, "Heading 1": GOTHIC, "発言者": GOTHIC}
    speech = document.styles["発言"].paragraph_format
    assert speech.left_indent == -speech.first_line_indent > 0
    outcome = next(each for each in document.paragraphs if each.style.name == "決定")
    assert "再検討" in outcome.text or "承認" in outcome.text


def test_file_carries_no_trace_of_who_or_what_made_it(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        names = parts.namelist()
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in names if name.startswith(("docProps/", "customXml/"))]
    assert not re.search(r"python-docx|w:rsid[A-Z]|Macintosh", everything(written))
    assert checked_upload(chosen("会議録.docx", written)).kind == "docx"


@pytest.mark.django_db
def test_public_document_shows_marks_and_public_words_and_no_withheld_one(seed: Meeting) -> None:
    load_seed(with_example=True)

    content = minutes_docx(seed, EditionAudience.PUBLIC, reader=user_who_may_everything())

    document = Document(io.BytesIO(content))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "〔非公開1：契約・交渉情報〕" in text
    assert "クラウドサービスの提供元" in text
    assert "公開しない箇所の一覧" in text
    for words in ("経費の面ではB社が良いのでは", "19億", "マイクロソフト", "2600"):
        assert words not in everything(content)


@pytest.mark.django_db
def test_confirmation_copy_numbers_the_rows_as_the_page_does(seed: Meeting) -> None:
    document = Document(io.BytesIO(confirmation_docx(seed, reader=user_who_may_everything())))
    head, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]

    assert head == ["行", "発言者", "本文", "意見"]
    entries = list(seed.entries.all())
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(entries) + 1)]
    assert [row[2] for row in rows] == [entry.text for entry in entries]
    assert {row[3] for row in rows} == {""}
    assert rows[0][1] == "本部長"


@pytest.mark.django_db
def test_control_characters_come_as_geta_and_break_nothing(seed: Meeting) -> None:
    row = seed.entries.first()
    with as_system():
        MinutesEntry.objects.filter(pk=row.pk).update(text="始め\x07\x1b\ufffeます。<b>太字</b>")

    for content in (
        minutes_docx(seed, EditionAudience.INTERNAL, reader=user_who_may_everything()),
        confirmation_docx(seed, reader=user_who_may_everything()),
    ):
        assert "始め〓〓〓ます。<b>太字</b>" in extract(content, "会議録.docx").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edition", "name"),
    [
        ("internal", "会議録（原本・見本）.docx"),
        ("public", "会議録（公開用・見本）.docx"),
        ("rows", "会議録（確認用・行番号付き）.docx"),
    ],
)
def test_word_files_are_handed_out_from_the_sittings_page(seed: Meeting, edition: str, name: str) -> None:
    client = browser(user_of("secretariat"))
    assert address(seed, edition) in client.get(reverse("meetings:meeting", args=[seed.pk])).content.decode()

    answer = client.get(address(seed, edition))

    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert unquote(answer["Content-Disposition"]).endswith(name)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_word_files_are_for_those_who_may_export(seed: Meeting) -> None:
    for role in ("viewer", "evaluator", "administrator", "public"):
        client = browser(user_of(role))
        assert {client.get(address(seed, each)).status_code for each in ("internal", "public", "rows")} <= {
            403,
            404,
        }
    assert browser(user_of("secretariat")).get(address(seed, "other")).status_code == 404
    assert Client().get(address(seed, "rows")).status_code == 302


@pytest.mark.django_db
def test_public_word_file_of_closed_minutes_is_refused_in_words(seed: Meeting) -> None:
    with as_system():
        Meeting.objects.filter(pk=seed.pk).update(minutes_disclosure="closed")

    answer = browser(user_of("secretariat")).get(address(seed, "public"))

    assert answer.status_code == 422
    assert "公開用は作成できません" in answer.content.decode()
