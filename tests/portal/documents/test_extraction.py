"""The text of files for intake: encodings, Word, PDF, and what is none of them."""

import io
import zipfile

import pikepdf
import pytest
from docx import Document
from docx.oxml import OxmlElement

from portal.documents.extraction import UnreadableFile, clean_text, extract
from portal.documents.renderer import render
from tests.portal.documents.printing import page
from tests.uploads import JPEG

WORDS = "令和6年6月27日（木）の会議です。はじめます。"


def word(build):
    document = Document()
    build(document)
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def pdf(**encryption):
    whole = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(page(f"<p>{WORDS}</p>")))) as opened:
        opened.save(whole, encryption=pikepdf.Encryption(**encryption) if encryption else False)
    return whole.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
def test_text_is_read_in_the_encodings_offices_use(encoding):
    assert extract(WORDS.encode(encoding), "会議録.txt").text == WORDS


def test_word_gives_paragraphs_tables_and_insertions_but_nothing_deleted():
    def build(document):
        paragraph = document.add_paragraph("会長：始めます。")
        for tag, text_tag, words in (("w:ins", "w:t", "足した字。"), ("w:del", "w:delText", "消した字。")):
            change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            text.text = words
            run.append(text)
            change.append(run)
            paragraph._p.append(change)
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "出席者"
        table.cell(0, 1).text = "青木委員"
        table.cell(0, 1).add_paragraph("石井委員")

    found = extract(word(build), "会議録.docx")

    assert found.text.split("\n") == ["会長：始めます。足した字。", "出席者\t青木委員", "\t石井委員"]
    assert found.remarks == ("変更履歴で消された文字は取り込みません。",)


def test_word_says_that_automatic_numbers_are_missing():
    def build(document):
        number = OxmlElement("w:numPr")
        document.add_paragraph("議題").paragraph_format.element.get_or_add_pPr().append(number)

    assert "自動で付く番号" in extract(word(build), "会議録.docx").remarks[0]


def test_pdf_gives_its_text_with_a_remark_on_its_order():
    found = extract(pdf(), "会議録.pdf")
    assert WORDS in found.text.replace("\n", "").replace(" ", "")
    assert "PDF" in found.remarks[0]


def test_pdf_that_only_its_owner_may_change_is_read():
    assert "会議です" in extract(pdf(owner="x", user="", R=3, aes=False, metadata=False), "会議録.pdf").text


def refused(content, name):
    with pytest.raises(UnreadableFile) as refusal:
        extract(content, name)
    return str(refusal.value)


def test_pdf_with_a_password_says_so():
    assert "パスワード付き" in refused(pdf(owner="x", user="y", R=6), "会議録.pdf")


def test_pdf_of_pictures_says_so():
    with pikepdf.new() as scanned:
        scanned.add_blank_page()
        whole = io.BytesIO()
        scanned.save(whole)
    assert "画像だけのPDF" in refused(whole.getvalue(), "会議録.pdf")


def test_word_that_is_none_says_so():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("word/document.xml", "<x/>")
    assert "中身はWordの文書ではありません" in refused("ただの文".encode(), "会議録.docx")
    assert "Wordの文書（.docx）ではない" in refused(packed.getvalue(), "会議録.docx")
    assert "Wordの文書（.docx）ではない" in refused(b"PK\x03\x04 cut off", "会議録.docx")
    assert "古い形式" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "会議録.doc")


@pytest.mark.parametrize("content", [JPEG + bytes(range(200)), bytes(50), b"\xff\xfe\x00\xd8\x00\xd8"])
def test_what_is_no_text_is_refused(content):
    assert refused(content, "会議録.txt")


def test_empty_and_broken_files_are_refused():
    assert "空です" in refused(b" \n", "会議録.txt")
    assert "壊れて" in refused(b"%PDF-1.7 cut off", "会議録.pdf")
    assert "文字がありません" in refused(word(lambda document: None), "会議録.docx")
    with pytest.raises(UnreadableFile, match="空です"):
        clean_text("  ")
    with pytest.raises(UnreadableFile, match="長すぎます"):
        clean_text("字" * 2_000_001)


def test_characters_that_may_not_be_kept_become_geta_and_are_named():
    found = clean_text("部\x07員\ue000の話")
    assert found.text == "部〓員〓の話"
    assert "U+0007" in found.remarks[0]
    assert "U+E000" in found.remarks[0]
