"""What may be uploaded, told by content; and what becomes of names."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from portal.files.choices import FileKind
from portal.files.rules import checked_upload, clean_name, in_words
from tests.uploads import EXCEL, JPEG, PDF, PNG, SLIDES, WORD, chosen, office, packed

JAPANESE = "番号,題名\r\n1,電話システム\r\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("資料1.pdf", PDF, FileKind.PDF),
        ("資料1.PDF", PDF, FileKind.PDF),
        ("案.docx", WORD, FileKind.WORD),
        ("表.xlsx", EXCEL, FileKind.EXCEL),
        ("説明.pptx", SLIDES, FileKind.SLIDES),
        ("図.png", PNG, FileKind.PNG),
        ("写真.jpg", JPEG, FileKind.JPEG),
        ("写真.jpeg", JPEG, FileKind.JPEG),
        ("表.csv", JAPANESE.encode(), FileKind.CSV),
        ("表.csv", JAPANESE.encode("utf-8-sig"), FileKind.CSV),
        ("表.csv", JAPANESE.encode("cp932"), FileKind.CSV),
        ("表.csv", JAPANESE.encode("utf-16"), FileKind.CSV),
        ("メモ.txt", JAPANESE.encode(), FileKind.TEXT),
    ],
)
def test_kind_is_told_by_the_content(name: str, content: bytes, kind: FileKind) -> None:
    upload = checked_upload(chosen(name, content, content_type="text/html"))

    assert (upload.name, upload.kind) == (name, kind)
    assert b"".join(upload.chunks()) == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("資料.pdf", b"", "ファイルが空です"),
        ("資料.pdf", WORD, "中身はWord文書です"),
        ("資料.docx", PDF, "中身はPDFです"),
        ("資料", PDF, "中身はPDFです"),
        ("資料.txt", PDF, "中身はPDFです"),
        ("資料.html", b"<script>alert(1)</script>", "中身はテキストです"),
        ("資料.exe", b"MZ\x90\x00\x03" + bytes(60), "この種類のファイルは登録できません"),
        ("資料.csv", "表".encode() + b"\x00" + bytes(9), "この種類のファイルは登録できません"),
        ("資料.csv", b"\xff\xfe\x00\xd8", "この種類のファイルは登録できません"),
        ("資料.zip", packed("a.txt"), "この種類のファイルは登録できません"),
        ("資料.docx", packed("word/document.xml"), "この種類のファイルは登録できません"),
        ("資料.docx", b"PK\x03\x04" + bytes(40), "ファイルが壊れています"),
        ("資料.docx", office("word/document.xml", "word/vbaProject.bin"), "マクロを含む"),
        ("資料.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "古い形式"),
    ],
)
def test_unfit_file_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        checked_upload(chosen(name, content))


def test_file_with_too_many_parts_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.files.rules.MOST_PARTS", 3)
    with pytest.raises(ValidationError, match="この種類のファイル"):
        checked_upload(chosen("資料.docx", office("word/document.xml", "a", "b")))


def test_file_above_the_limit_is_refused_with_both_sizes(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(ValidationError, match=r"（1\.5MB）。1MB以下"):
        checked_upload(chosen("資料.pdf", PDF + bytes(1536 * 1024)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("資料3-1.pdf", "資料3-1.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\豊島\資料.pdf", "資料.pdf"),
        ("か\u3099資料.pdf", "が資料.pdf"),
        ("資料\u202efdp.exe", "資料 fdp.exe"),
        ("資料\r\nSet-Cookie: a.pdf", "資料 Set-Cookie_ a.pdf"),
        ('資<料>:"1|?*.pdf', "資_料___1___.pdf"),
        (" .資料. .pdf", "資料.pdf"),
        ("...", "名前のないファイル"),
        (".pdf", "名前のないファイル.pdf"),
        ("", "名前のないファイル"),
        ("長" * 300 + ".pdf", "長" * 146 + ".pdf"),
        ("長" * 300, "長" * 150),
        ("資料." + "長" * 300, "資料." + "長" * 147),
    ],
)
def test_name_is_kept_as_given_but_for_what_no_name_may_hold(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1KB"), (35_000, "34KB"), (1024 * 1024, "1MB"), (1_300_000, "1.2MB")]
)
def test_size_in_words(size: int, words: str) -> None:
    assert in_words(size) == words
