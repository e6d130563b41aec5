"""The text of a Word document, in reading order: paragraphs, tables, text boxes, insertions."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

_NOT_WORD = "Wordの文書（.docx）ではないか、壊れています。.docxで保存し直すか、文章を貼り付けてください。"
# A document that unpacks to more than this is made to keep its reader busy.
MOST_BYTES = 100 * 1024 * 1024
_TEXT, _TAB, _BREAK, _DELETED = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}, qn("w:del")
_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:txbxContent")
_ODD = {
    "w:numPr": "自動で付く番号や記号は文字ではないため、取り込めません。番号を確かめてください。",
    "w:del": "変更履歴で消された文字は取り込みません。",
    "w:sym": "記号用の書体で書かれた文字は取り込めません。☑などの印を確かめてください。",
    "w:footnoteReference": "脚注は取り込みません。",
    "w:commentReference": "コメントは取り込みません。",
    "w:drawing": "図や写真は取り込みません。",
}
# Word keeps a text box twice, the second time for old versions.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class WordError(ValueError):
    """The file is no Word document. The message is Japanese."""


def word_lines(content: bytes) -> tuple[list[str], list[str]]:
    """The lines of a document, and remarks on what is not among them."""
    try:
        _refuse_bombs(content)
        document = Document(io.BytesIO(content))
    except (
        OpcError,
        SyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
    ) as error:
        raise WordError(_NOT_WORD) from error
    body = document.element.body
    lines = list(_lines(body))
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                lines += [line for line in _lines(part._element) if line.strip()]
    return lines, [words for tag, words in _ODD.items() if next(body.iter(qn(tag)), None) is not None]


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(each.file_size for each in parts.infolist()) > MOST_BYTES:
            raise WordError("中身が大きすぎるWordの文書です。文章を貼り付けてください。")


def _lines(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag == _PARAGRAPH:
            yield from _paragraph(element).split("\n")
            for box in _boxes(element):
                yield from _lines(box)
        elif element.tag == _TABLE:
            yield from _table(element)
        elif element.tag not in {_DELETED, _FALLBACK}:
            yield from _lines(element)


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue
        cells = [
            [line for line in _lines(cell) if line.strip()]
            for cell in row.iter(_CELL)
            if next(cell.iterancestors(_ROW)) is row
        ]
        yield "\t".join(lines[0].replace("\t", " ") if lines else "" for lines in cells)
        for column, lines in enumerate(cells):
            for line in lines[1:]:
                yield "\t" * max(1, column) + line


def _paragraph(paragraph: Any) -> str:
    words = []
    for element in paragraph.iter(_TEXT, _TAB, *_BREAK):
        if next(element.iterancestors(_PARAGRAPH)) is not paragraph or _is_deleted(element):
            continue
        if element.tag == _TEXT:
            words.append(element.text or "")
        elif element.getparent().tag != qn("w:tabs"):
            words.append("\t" if element.tag == _TAB else "\n")
    return "".join(words)


def _is_deleted(element: Any) -> bool:
    return any(each.tag in {_DELETED, _FALLBACK} for each in element.iterancestors())


def _boxes(paragraph: Any) -> Iterator[Any]:
    return (box for box in paragraph.iter(_BOX) if not _is_deleted(box))
