"""A public copy carries nothing unseen: whatever was there is gone from every part, or said."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    Fit,
    NameObject,
    TextStringObject,
)

from portal.documents.cleaning import NotCleanable, cleaned
from portal.documents.whole_text import parts_of
from portal.files.choices import FileKind
from tests.portal.documents.test_pictures import SECRET as CAMERA
from tests.portal.documents.test_pictures import photograph
from tests.uploads import packed

SECRET = "鸚鵡"


def everything(content: bytes, kind: FileKind, folder: Path) -> str:
    path = folder / f"copy.{kind}"
    path.write_bytes(content)
    return "\n".join(part.text for part in parts_of(path))


def changed_run(tag: str, words: str) -> object:
    """A tracked change of a paragraph."""
    change = OxmlElement(tag)
    change.set(qn("w:author"), SECRET)
    run, text = OxmlElement("w:r"), OxmlElement("w:delText" if tag == "w:del" else "w:t")
    text.text = words
    run.append(text)
    change.append(run)
    return change


def word_file() -> bytes:
    document = Document()
    document.core_properties.author = SECRET
    document.core_properties.title = SECRET
    paragraph = document.add_paragraph("公開する文。")
    paragraph._p.append(changed_run("w:ins", "足した文。"))
    paragraph._p.append(changed_run("w:del", SECRET))
    document.add_comment(paragraph.runs, text=SECRET, author=SECRET)
    document.add_paragraph().add_run(SECRET).font.hidden = True
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def book() -> bytes:
    workbook = Workbook()
    workbook.properties.creator = SECRET
    sheet = workbook.active
    sheet["A1"], sheet["A2"] = "公開する値", "もう一つ"
    sheet["A1"].comment = Comment(SECRET, SECRET)
    hidden = workbook.create_sheet("隠したシート")
    hidden.sheet_state = "hidden"
    hidden["A1"] = SECRET
    workbook.create_sheet("最後")["A1"] = "終わり"
    sheet.row_dimensions[2].hidden = True
    whole = BytesIO()
    workbook.save(whole)
    return whole.getvalue()


def slides() -> bytes:
    namespace = 'xmlns:p="p" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relations = "<Relationships>{}</Relationships>"
    link = '<Relationship Id="{}" Target="{}"/>'
    links = link.format("r1", "slides/slide1.xml") + link.format("r2", "slides/slide2.xml")
    notes = link.format("r1", "../notesSlides/notesSlide1.xml") + link.format("r2", "/ppt/media/a.png")
    parts = {
        "[Content_Types].xml": '<Types><Override PartName="/ppt/slides/slide2.xml"/></Types>',
        "docProps/core.xml": f"<c>{SECRET}</c>",
        "ppt/presentation.xml": f'<p:presentation {namespace}><p:sldIdLst><p:sldId r:id="r1"/>'
        '<p:sldId r:id="r2"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations.format(links),
        "ppt/slides/slide1.xml": f"<p:sld {namespace}><p:t>公開する面</p:t></p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": relations.format(notes),
        "ppt/slides/slide2.xml": f'<p:sld {namespace} show="0"><p:t>{SECRET}</p:t></p:sld>',
        "ppt/slides/_rels/slide2.xml.rels": relations.format(""),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {namespace}>{SECRET}</p:notes>",
        "ppt/media/a.png": "x",
    }
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return whole.getvalue()


def pdf() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    words, font = DecodedStreamObject(), {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    words.set_data(b"BT /F1 12 Tf 10 100 Td (public words) Tj ET")
    page[NameObject("/Contents")] = words
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    writer.add_annotation(0, FreeText(text=SECRET, rect=(0, 0, 50, 50)))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=1, fit=Fit.fit()))
    writer.add_attachment("a.txt", SECRET.encode())
    script = DictionaryObject({NameObject("/JS"): TextStringObject(f"app.alert('{SECRET}')")})
    names = writer.root_object["/Names"]
    names[NameObject("/JavaScript")] = DictionaryObject({NameObject("/Names"): ArrayObject([script])})
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


def test_word_keeps_what_is_read_and_loses_what_is_not(tmp_path: Path) -> None:
    assert SECRET in everything(word_file(), FileKind.WORD, tmp_path)
    copy = cleaned(word_file(), FileKind.WORD)

    assert SECRET not in everything(copy.content, FileKind.WORD, tmp_path)
    text = "".join(paragraph.text for paragraph in Document(BytesIO(copy.content)).paragraphs)
    assert text == "公開する文。足した文。"
    for what in ("文書の情報", "コメント", "変更履歴", "隠し文字"):
        assert f"除いたもの：{what}" in copy.report


def test_book_loses_hidden_sheets_with_their_words(tmp_path: Path) -> None:
    assert SECRET in everything(book(), FileKind.EXCEL, tmp_path)
    copy = cleaned(book(), FileKind.EXCEL)

    found = everything(copy.content, FileKind.EXCEL, tmp_path)
    assert SECRET not in found
    assert "隠したシート" not in found
    read = load_workbook(BytesIO(copy.content))
    assert {sheet.title: sheet["A1"].value for sheet in read} == {"Sheet": "公開する値", "最後": "終わり"}
    assert "確かめてください：表示されない行か列が残っています" in copy.report


def test_slides_lose_notes_and_hidden_slides(tmp_path: Path) -> None:
    copy = cleaned(slides(), FileKind.SLIDES)

    found = everything(copy.content, FileKind.SLIDES, tmp_path)
    assert SECRET not in found
    assert "公開する面" in found
    assert "slide2" not in found
    for what in ("発表者のノート（1）", "表示されないスライド（1）", "画像が残っています"):
        assert what in copy.report


def test_pdf_keeps_links_and_loses_comments_properties_attachments_and_scripts(tmp_path: Path) -> None:
    assert SECRET in everything(pdf(), FileKind.PDF, tmp_path)
    copy = cleaned(pdf(), FileKind.PDF)

    assert SECRET.encode() not in copy.content
    assert SECRET not in everything(copy.content, FileKind.PDF, tmp_path)
    read = PdfReader(BytesIO(copy.content))
    assert read.metadata is None or not read.metadata.author
    assert len(read.pages[0]["/Annots"]) == 1
    assert "コメント・書き込み（1）" in copy.report


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 broken", FileKind.PDF),
        (b"PK\x03\x04broken", FileKind.WORD),
        (packed("word/document.xml"), FileKind.WORD),
        (b"x", FileKind.ZIP),
    ],
)
def test_what_cannot_be_cleaned_is_refused(content: bytes, kind: FileKind) -> None:
    with pytest.raises(NotCleanable):
        cleaned(content, kind)


def test_entities_and_locked_files_are_refused() -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(NotCleanable):
        cleaned(whole.getvalue(), FileKind.WORD)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt("secret")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(NotCleanable):
        cleaned(locked.getvalue(), FileKind.PDF)


def test_text_stays_and_a_picture_says_that_nobody_looked_into_it() -> None:
    assert cleaned(b"text", FileKind.TEXT).report == ""
    report = cleaned(photograph(), FileKind.JPEG).report
    assert "画像の中の文字" in report
    assert "除いたもの：画像の情報（撮影の場所・日時・機種など）（2）" in report


def test_photographs_within_files_lose_place_and_camera() -> None:
    document, whole = Document(), BytesIO()
    document.add_picture(BytesIO(photograph()))
    document.save(whole)
    image = EncodedStreamObject()
    image._data = photograph()
    image.update(
        {NameObject("/Subtype"): NameObject("/Image"), NameObject("/Filter"): NameObject("/DCTDecode")}
    )
    writer, printed = PdfWriter(), BytesIO()
    page = writer.add_blank_page(100, 100)
    held = DictionaryObject({NameObject("/P"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    writer.write(printed)

    for content, kind in ((whole.getvalue(), FileKind.WORD), (printed.getvalue(), FileKind.PDF)):
        assert CAMERA in unpacked(content)
        done = cleaned(content, kind)
        assert CAMERA not in unpacked(done.content)
        assert "画像の情報（撮影の場所・日時・機種など）（2）" in done.report


def unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_broken_picture_is_refused_and_within_a_document_named() -> None:
    with pytest.raises(NotCleanable):
        cleaned(photograph()[:90], FileKind.JPEG)
    document, whole, broken = Document(), BytesIO(), BytesIO()
    document.add_picture(BytesIO(photograph()))
    document.save(whole)
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(broken, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data[:90] if "/media/" in name else data)
    assert "撮影の情報を除けない画像" in cleaned(broken.getvalue(), FileKind.WORD).report
