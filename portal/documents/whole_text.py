"""The text of a file, part by part: what a reader sees, and what a file carries unseen."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

from portal.documents.extraction import UnreadableFile, extract

MOST_BYTES = 300 * 1024 * 1024
SEEN = "本文"
METADATA, COMMENTS, CHANGES, HIDDEN, REST = (
    "文書の情報",
    "コメント",
    "変更履歴",
    "表示されないシート",
    "本文以外の部分",
)
_PARTS = (
    ("docProps/", METADATA),
    ("customXml/", METADATA),
    ("word/comments", COMMENTS),
    ("xl/comments", COMMENTS),
    ("xl/threadedComments", COMMENTS),
    ("xl/persons", COMMENTS),
    ("ppt/comments", COMMENTS),
    ("ppt/notesSlides", "発表者のノート"),
    ("word/header", SEEN),
    ("word/footer", SEEN),
    ("word/footnotes", SEEN),
    ("word/document", SEEN),
    ("xl/sharedStrings", SEEN),
    ("xl/worksheets", SEEN),
    ("ppt/slides/", SEEN),
)
ATTRIBUTES = "名前・代替の言葉・リンク"
_BLOCKS = {"p", "si", "is", "row"}
# Names the format itself brings into every file: of character collections, and of vocabularies of metadata.
_OF_THE_FORMAT = ("/Registry", "/Ordering")
_FORMAT_WORDS = re.compile(r"http://(?:ns\.adobe\.com|www\.adobe\.com)/[^\s\"'<>]*|adobe:ns:meta/")
_NO_TEXT = ("/Image", "/CIDFontType0C", "/Type1C", "/OpenType")
_CHANGED = {"del", "ins", "moveFrom", "moveTo"}


@dataclass(frozen=True)
class Part:
    """Some text of a file, and in words where it stands."""

    place: str
    text: str


def parts_of(path: Path) -> list[Part]:
    """Every text of a PDF, HTML, Office or text file; raises ``UnreadableFile``."""
    return parts_in(path.read_bytes(), path.name)


def parts_in(content: bytes, name: str) -> list[Part]:
    """The same of a content, whose ``name`` tells its kind where the content does not."""
    ending = Path(name).suffix.lower()
    if content.startswith(b"%PDF-"):
        parts = list(_pdf(content))
    elif content.startswith(b"PK\x03\x04"):
        parts = list(_office(content))
    elif ending in (".html", ".htm", ".xhtml"):
        parts = list(_html(extract(content, name).text))
    elif ending in (".txt", ".csv", ".json", ".xml", ".md", ""):
        parts = [Part(SEEN, extract(content, name).text)]
    else:
        raise UnreadableFile("PDF、HTML、docx、xlsx、pptx、テキストのどれでもないため、確かめられません。")
    found = [part for part in parts if part.text.strip()]
    if not any(part.place.startswith(SEEN) for part in found):
        raise UnreadableFile("文字を取り出せませんでした。画像だけのファイルかもしれません。")
    return found


class _Page(HTMLParser):
    """Text and attributes of a page; what is not shown is kept apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.unseen: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += [value for _, value in attrs if value]
        if tag in ("script", "style"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            self._within.remove(tag)

    def handle_data(self, data: str) -> None:
        (self.unseen if self._within else self.seen).append(data)

    def handle_comment(self, data: str) -> None:
        self.unseen.append(data)


def _html(text: str) -> Iterator[Part]:
    page = _Page()
    page.feed(text)
    page.close()
    yield Part(SEEN, "".join(page.seen))
    yield Part("属性・コメント", "\n".join(page.unseen))


def _office(content: bytes) -> Iterator[Part]:
    """The text of every part of a docx, xlsx or pptx, with all its attributes."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > MOST_BYTES:
                raise UnreadableFile("展開すると大きすぎるファイルです。")
            yield Part("ファイルの中の名前", "\n".join(info.filename for info in infos))
            hidden = _hidden_sheets(archive)
            for info in infos:
                if info.filename.endswith((".xml", ".rels", ".vml")):
                    yield from _xml_part(info.filename, archive.read(info), is_hidden=info.filename in hidden)
    except (zipfile.BadZipFile, RuntimeError, ElementTree.ParseError) as error:
        raise UnreadableFile("壊れているか、パスワードで閉じられたファイルです。") from error


def _xml_part(name: str, content: bytes, *, is_hidden: bool) -> Iterator[Part]:
    root = ElementTree.fromstring(content)
    place = HIDDEN if is_hidden else next((said for start, said in _PARTS if name.startswith(start)), REST)
    blocks: list[str] = []
    _gather(root, blocks)
    yield Part(place, "\n".join(blocks))
    changed = [node for node in root.iter() if _local(node) in _CHANGED]
    yield Part(CHANGES, "\n".join("".join(node.itertext()) for node in changed))
    attributes = [value for node in root.iter() for value in node.attrib.values()]
    yield (
        Part(f"{place}の属性" if place != SEEN else "本文の属性", "\n".join(attributes))
        if attributes
        else Part(place, "")
    )


def _local(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _gather(node: ElementTree.Element, blocks: list[str]) -> None:
    """The text of a tree, a paragraph or cell a line, so that a word set in two styles is one word."""
    if _local(node) in _BLOCKS:
        blocks.append("".join(node.itertext()))
        return
    if node.text and node.text.strip():
        blocks.append(node.text)
    for child in node:
        _gather(child, blocks)
        if child.tail and child.tail.strip():
            blocks.append(child.tail)


def _hidden_sheets(archive: zipfile.ZipFile) -> set[str]:
    """The parts of sheets that a reader does not see."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return set()
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations}
    hidden = set()
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _local(sheet) == "sheet" and sheet.get("state", "visible") != "visible":
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            hidden.add(f"xl/{targets.get(key, '').removeprefix('/xl/')}")
    return hidden


def _pdf(content: bytes) -> Iterator[Part]:
    """The text of the pages, and every text string and readable stream of the file."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise UnreadableFile("パスワードで閉じられたPDFです。パスワードを外してください。")
        for number, page in enumerate(reader.pages, start=1):
            yield Part(f"{SEEN} {number}ページ", page.extract_text())
        yield Part(METADATA, "\n".join(str(value) for value in (reader.metadata or {}).values()))
        yield Part("しおり・代替の言葉・リンク・添付など", "\n".join(_strings(reader)))
    except (PyPdfError, RecursionError, KeyError, TypeError) as error:
        raise UnreadableFile("PDFとして読み取れません。壊れているかもしれません。") from error


def _strings(reader: PdfReader) -> Iterator[str]:
    """Every text string of every object, and every stream that is text; fonts and pictures are none."""
    numbers = {number for table in reader.xref.values() for number in table} | reader.xref_objStm.keys()
    for number in sorted(numbers - {0}):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject | ArrayObject):
            yield from _texts(found, set())
        if isinstance(found, StreamObject):
            yield from _stream(found)


def _texts(found: Any, seen: set[int]) -> Iterator[str]:
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, TextStringObject):
        yield str(found)
    elif isinstance(found, DictionaryObject):
        for name, value in found.items():
            if name not in _OF_THE_FORMAT:
                yield str(name)
                yield from _texts(value, seen)
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _texts(value, seen)


def _stream(found: StreamObject) -> Iterator[str]:
    is_container = found.get("/Type") in ("/ObjStm", "/XRef")  # what it holds is read object by object
    if is_container or "/Length1" in found or found.get("/Subtype") in _NO_TEXT:
        return
    data = found.get_data()
    for encoding in ("utf-8", "utf-16"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "begincmap" not in text:
            yield _FORMAT_WORDS.sub("", text)
        return
