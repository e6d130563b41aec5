"""A copy of a file without what it carries unseen: properties, comments, tracked changes, hidden sheets.

What was taken out is said in Japanese, and so is what is still there and cannot be taken out here. The
content that a reader sees stays; what is in it, the leak check reads afterwards.
"""

import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from portal.documents.office_xml import (
    BadXml,
    Element,
    drop_elements,
    drop_hidden_words,
    local,
    parsed,
    remove_tracked_changes,
    written,
)
from portal.documents.pictures import UnreadablePicture, bare_picture
from portal.files.choices import FileKind

MOST_BYTES = 300 * 1024 * 1024
BROKEN = "壊れているか、パスワードで閉じられたファイルのため、公開用を作れません。"
# Parts that go whole, and what they are called.
DROPPED = (
    ("docProps/", "文書の情報（作成者・会社・履歴など）"),
    ("customXml/", "独自の情報"),
    ("word/comments", "コメント"),
    ("word/people", "コメント"),
    ("xl/comments", "コメント"),
    ("xl/threadedComments", "コメント"),
    ("xl/persons", "コメント"),
    ("xl/calcChain", ""),
    ("xl/externalLinks/", "ほかのブックから写した値"),
    ("xl/revisions", "変更履歴"),
    ("ppt/comments", "コメント"),
    ("ppt/commentAuthors", "コメント"),
    ("ppt/authors", "コメント"),
    ("ppt/notesSlides/", "発表者のノート"),
)
# What is not taken out, but said.
REPORTED = (
    ("/embeddings/", "埋め込まれたファイルが残っています（中身は確かめていません）"),
    ("xl/pivotCache/", "ピボットテーブルの元のデータが残っています"),
    ("/media/", "画像が残っています（画像の中の文字は確かめていません）"),
)
PICTURE_INFO = "画像の情報（撮影の場所・日時・機種など）"
PICTURE_UNREAD = "撮影の情報を除けない画像が残っています"
_ANNOTATIONS = {"/Link", "/Widget"}
_OF_COMMENTS = {"commentRangeStart", "commentRangeEnd", "commentReference"}


class NotCleanable(ValueError):
    """No clean copy can be made. The message is Japanese."""


@dataclass
class Cleaned:
    """The clean copy, what was taken out of it, and what somebody has to look at."""

    content: bytes
    removed: Counter[str] = field(default_factory=Counter)
    remains: list[str] = field(default_factory=list)

    @property
    def report(self) -> str:
        """Both in words, a line each."""
        lines = [f"除いたもの：{what}（{count}）" for what, count in self.removed.items() if what]
        return "\n".join([*lines, *(f"確かめてください：{what}" for what in dict.fromkeys(self.remains))])


def cleaned(content: bytes, kind: str) -> Cleaned:
    """A clean copy of a file of this kind; raises ``NotCleanable``."""
    try:
        if kind == FileKind.PDF:
            return _pdf(content)
        if kind in (FileKind.WORD, FileKind.EXCEL, FileKind.SLIDES):
            return _office(content)
        if kind in (FileKind.PNG, FileKind.JPEG):
            return _picture(content)
    except (
        PyPdfError,
        zipfile.BadZipFile,
        BadXml,
        UnreadablePicture,
        RuntimeError,
        KeyError,
        TypeError,
    ) as error:
        raise NotCleanable(BROKEN) from error
    if kind in (FileKind.TEXT, FileKind.CSV):
        return Cleaned(content)
    raise NotCleanable("この種類のファイルからは公開用を作れません。PDFかOffice文書にしてください。")


def _picture(content: bytes) -> Cleaned:
    bare, gone = bare_picture(content)
    return Cleaned(bare, Counter({PICTURE_INFO: gone}) + Counter(), ["画像の中の文字"])


def _bare(content: bytes, done: Cleaned) -> bytes:
    """A picture within a file, and what is said of it."""
    try:
        bare, gone = bare_picture(content)
    except UnreadablePicture:
        done.remains.append(PICTURE_UNREAD)
        return content
    done.removed[PICTURE_INFO] += gone
    return bare


def _pdf(content: bytes) -> Cleaned:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise NotCleanable(BROKEN)
    writer = PdfWriter(clone_from=reader)
    done = Cleaned(b"")
    done.removed["文書の情報（題名・作成者など）"] += len(reader.metadata or {})
    root = writer.root_object
    names = root.get("/Names", DictionaryObject()).get_object()
    for holder, key, what in (
        (root, "/Metadata", "文書の情報（XMP）"),
        (root, "/AF", "添付ファイル"),
        (names, "/EmbeddedFiles", "添付ファイル"),
        (names, "/JavaScript", "スクリプト"),
        (root, "/OpenAction", "開いたときの動作"),
        (root, "/PieceInfo", "作成したソフトの情報"),
    ):
        if key in holder:
            del holder[NameObject(key)]
            done.removed[what] += 1
    for page in writer.pages:
        _clean_page(page, done)
    _clean_images(writer, done)
    if "/OCProperties" in root:
        done.remains.append("表示・非表示を切り替える層が残っています")
    if "/AcroForm" in root:
        done.remains.append("入力欄が残っています")
    # What nothing leads to any more stays in the file until it is copied from its root.
    done.content = _written(PdfWriter(clone_from=PdfReader(BytesIO(_written(writer)))))
    done.removed += Counter()
    return done


def _written(writer: PdfWriter) -> bytes:
    writer.metadata = None
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


def _clean_page(page: Any, done: Cleaned) -> None:
    """Comments go, links and form fields stay."""
    for key in ("/Metadata", "/PieceInfo", "/AA"):
        if key in page:
            del page[NameObject(key)]
    annotations = page.get("/Annots")
    if annotations is None:
        return
    found = annotations.get_object()
    kept = [each for each in found if each.get_object().get("/Subtype") in _ANNOTATIONS]
    done.removed["コメント・書き込み"] += len(found) - len(kept)
    found[:] = kept


def _clean_images(writer: PdfWriter, done: Cleaned) -> None:
    """A photograph stands in a PDF as the camera wrote it."""
    streams = [each for each in writer._objects if isinstance(each, StreamObject)]
    for image in [each for each in streams if each.get("/Subtype") == "/Image"]:
        for key in {"/Metadata", "/PieceInfo"} & image.keys():
            del image[NameObject(key)]
            done.removed[PICTURE_INFO] += 1
        if image.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            image._data = _bare(image._data, done)


def _office(content: bytes) -> Cleaned:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise NotCleanable("展開すると大きすぎるファイルのため、公開用を作れません。")
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    done, gone = Cleaned(b""), set()
    for name in parts:
        what = next((said for start, said in DROPPED if name.startswith(start)), None)
        if what is not None:
            gone.add(name)
            done.removed[what] += not name.endswith((".rels", "/"))
        done.remains += [said for words, said in REPORTED if words in f"/{name}"]
    trees = {
        name: parsed(data)
        for name, data in parts.items()
        if name not in gone and name.endswith((".xml", ".rels"))
    }
    for clean in (_clean_word, _clean_book, _clean_slides):
        gone |= clean(trees, done)
    # A comment of a sheet is drawn by a part of its own.
    gone |= {name for name in parts if name.endswith(".vml") and done.removed["コメント"]}
    _forget(trees, gone)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name not in gone:
                made = written(trees[name]) if name in trees else data
                if "/media/" in name:
                    made = _bare(data, done)
                archive.writestr(zipfile.ZipInfo(name), made, zipfile.ZIP_DEFLATED)
    done.content = whole.getvalue()
    done.removed += Counter()
    return done


Trees = dict[str, Element]


def _clean_word(trees: Trees, done: Cleaned) -> set[str]:
    for name, tree in trees.items():
        if name.startswith("word/") and name.endswith(".xml"):
            done.removed["変更履歴"] += remove_tracked_changes(tree)
            done.removed["隠し文字"] += drop_hidden_words(tree)
            drop_elements(
                tree, {"commentRangeStart", "commentRangeEnd", "commentReference", "docVars", "rsids"}
            )
    return set()


def _clean_book(trees: Trees, done: Cleaned) -> set[str]:
    book, links = trees.get("xl/workbook.xml"), trees.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return set()
    gone = _drop_hidden_sheets(book, links)
    done.removed["表示されないシート"] += len(gone)
    drop_elements(book, {"externalReferences"})
    sheets = [tree for name, tree in trees.items() if name.startswith("xl/worksheets/") and name not in gone]
    for tree in sheets:
        drop_elements(tree, {"legacyDrawing"} if done.removed["コメント"] else set())
        if any(each.get("hidden") in ("1", "true") for each in tree.iter() if local(each) in ("row", "col")):
            done.remains.append("表示されない行か列が残っています")
    _blank_unused_strings(trees.get("xl/sharedStrings.xml"), sheets)
    return gone


def _drop_hidden_sheets(book: Element, links: Element) -> set[str]:
    """Take the sheets that a reader does not see out of the book; returns the parts they are in."""
    sheets = [each for each in book.iter() if local(each) == "sheet"]
    hidden = [each for each in sheets if each.get("state", "visible") != "visible"]
    targets = {each.get("Id"): f"xl/{each.get('Target', '').removeprefix('/xl/')}" for each in links}
    for sheet in hidden:
        sheet.getparent().remove(sheet)
    if hidden:
        # Names and the open tab count sheets by their place.
        drop_elements(book, {"definedNames"})
        for view in [each for each in book.iter() if local(each) == "workbookView"]:
            for key in {"activeTab", "firstSheet"} & set(view.attrib):
                del view.attrib[key]
    return {targets[_relation(sheet)] for sheet in hidden}


def _relation(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _blank_unused_strings(strings: Element | None, sheets: Iterable[Element]) -> None:
    """The words of a hidden sheet stand in the book's common list of words."""
    if strings is None:
        return
    used = {
        (value.text or "").strip()
        for sheet in sheets
        for cell in sheet.iter()
        if local(cell) == "c" and cell.get("t") == "s"
        for value in cell
        if local(value) == "v"
    }
    for place, item in enumerate(strings):
        if str(place) not in used:
            item.clear()


def _clean_slides(trees: Trees, done: Cleaned) -> set[str]:
    shown, links = trees.get("ppt/presentation.xml"), trees.get("ppt/_rels/presentation.xml.rels")
    if shown is None or links is None:
        return set()
    gone = {
        name
        for name, tree in trees.items()
        if name.startswith("ppt/slides/slide") and tree.get("show") == "0"
    }
    done.removed["表示されないスライド"] += len(gone)
    keys = {each.get("Id") for each in links if f"ppt/{each.get('Target', '')}" in gone}
    for each in [each for each in shown.iter() if local(each) == "sldId" and _relation(each) in keys]:
        each.getparent().remove(each)
    return gone


def _forget(trees: Trees, gone: set[str]) -> None:
    """Whatever names a part that is gone."""
    types = trees["[Content_Types].xml"]
    for each in [each for each in types if (each.get("PartName") or "").lstrip("/") in gone]:
        types.remove(each)
    gone |= {name for name in trees if name.endswith(".rels") and _owner(name) in gone}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = _owner(name).rpartition("/")[0]
            for each in [each for each in tree if _resolved(folder, each.get("Target", "")) in gone]:
                tree.remove(each)


def _owner(name: str) -> str:
    """The part whose relations a .rels file holds."""
    return name.replace("_rels/", "", 1).removesuffix(".rels")


def _resolved(folder: str, target: str) -> str:
    """The part that a relation of a folder leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)
