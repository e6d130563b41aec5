"""The text of a file for intake: plain text of the usual encodings, Word, PDF. Nothing is guessed in silence.

A table becomes lines whose cells are parted by tabs; a cell's further paragraphs follow as lines that begin
with a tab. Characters that may not be kept become 〓, and a remark says which.
"""

import codecs
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from portal.documents.word_text import WordError, word_lines
from portal.text import unfit_characters

# What one record may hold; the longest of a year's sittings has some 200,000 characters.
MOST_CHARACTERS = 2_000_000
# So many lines at each end of a page may be its head or foot.
MARGIN = 3
GETA = "〓"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "パスワード付きか、変更を禁じたPDFです。その設定を外して保存し直すか、文章を貼り付けてください。"
_NO_TEXT = "文字を取り出せませんでした。画像だけのPDFかもしれません。文章を貼り付けてください。"


class UnreadableFile(ValueError):
    """No text can be read from a file. The message is Japanese and meant for the page."""


@dataclass(frozen=True)
class Extracted:
    """The text of a file, what was odd about it, in Japanese, and words beside the text (of page margins)."""

    text: str
    remarks: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def extract(content: bytes, name: str) -> Extracted:
    """The text of a file; raises ``UnreadableFile`` when there is none to be had."""
    if not content.strip():
        raise UnreadableFile("ファイルが空です。中身のあるファイルを選んでください。")
    ending = name.rpartition(".")[2].lower()
    if content.startswith(b"%PDF-"):
        found = _of_pdf(content)
    elif content.startswith(b"PK\x03\x04"):
        found = _of_word(content)
    elif content.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            "古い形式（.doc）か、パスワード付きのOfficeファイルです。パスワードを外し、.docxで保存し直してください。"
        )
    elif ending in {"docx", "pdf"}:
        kind = "Wordの文書" if ending == "docx" else "PDF"
        raise UnreadableFile(f"ファイル名は「.{ending}」で終わりますが、中身は{kind}ではありません。")
    else:
        found = _of_text(content)
    return _clean(found)


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(content)).pages)


def clean_text(text: str) -> Extracted:
    """A pasted text, made as harmless as that of a file."""
    if not text.strip():
        raise UnreadableFile("文章が空です。会議録の文章を貼り付けてください。")
    return _clean(Extracted(text))


def _clean(found: Extracted) -> Extracted:
    text = re.sub(r"\r\n?|[\f\v]", "\n", found.text).removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableFile(
            f"文章が長すぎます（{len(text):,}文字）。{MOST_CHARACTERS:,}文字以下に分けてください。"
        )
    unfit = unfit_characters(text)
    if not unfit:
        return Extracted(text, found.remarks, found.aside)
    kept = list(text)
    for each in unfit:
        kept[each.position] = GETA
    codes = sorted({f"{each.kind} {each.code}" for each in unfit})
    remark = f"保存できない文字{len(unfit)}字を〓に置き換えました（{'、'.join(codes[:10])}）。"
    return Extracted("".join(kept), (*found.remarks, remark), found.aside)


def _of_text(content: bytes) -> Extracted:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return Extracted(_decoded(content, encoding))
    if content.count(b"\0") * 100 > len(content):
        raise UnreadableFile("文字のファイルではありません。テキスト、.docx、PDFのどれかを選んでください。")
    if b"\x1b$" in content:
        return Extracted(_decoded(content, "iso2022_jp"), ("文字コードをISO-2022-JPと判別しました。",))
    try:
        return Extracted(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _of_old_encoding(content)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile(
            "文字コードを判別できませんでした。UTF-8で保存し直すか、文章を貼り付けてください。"
        ) from None


def _of_old_encoding(content: bytes) -> Extracted:
    """CP932 or EUC-JP: the one whose text looks more like Japanese."""
    texts = {}
    for encoding, label in (("cp932", "Shift_JIS（CP932）"), ("euc_jp", "EUC-JP")):
        try:
            texts[label] = content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if not texts:
        return Extracted(_decoded(content, "utf-8"))
    label, text = max(texts.items(), key=lambda pair: _japanese(pair[1]))
    if _japanese(text) < 0:
        raise UnreadableFile("文字のファイルとして読めません。テキスト、.docx、PDFのどれかを選んでください。")
    return Extracted(text, () if label.startswith("Shift") else (f"文字コードを{label}と判別しました。",))


def _japanese(text: str) -> float:
    """The share of hiragana, less half-width kana and control characters, which mojibake is full of."""
    plain = len(re.findall(r"[ぁ-ん]", text))
    odd = len(re.findall(r"[｡-ﾟ\x00-\x08\x0e-\x1f\ue000-\uf8ff]", text))
    return (plain - 2 * odd) / len(text)


def _of_pdf(content: bytes) -> Extracted:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not _opens_unasked(reader):
            raise UnreadableFile(_LOCKED)
        pages = [page.extract_text() or "" for page in reader.pages]
    except DependencyError as error:
        raise UnreadableFile(_LOCKED) from error
    except UnreadableFile:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise UnreadableFile("PDFが壊れていて読めません。作り直すか、文章を貼り付けてください。") from error
    empty = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if len(empty) == len(pages):
        raise UnreadableFile(_NO_TEXT)
    remarks = ["PDFの文字の並びは、見た目と違うことがあります。原本と見比べてください。"]
    if empty:
        remarks.append(f"文字のないページがあります（{'、'.join(map(str, empty[:20]))}ページ）。")
    kept, aside = _without_margins([text.split("\n") for text in pages])
    return Extracted("\n".join(kept), tuple(remarks), tuple(aside))


def _without_margins(pages: list[list[str]]) -> tuple[list[str], list[str]]:
    """The lines of all pages, and those at head or foot that most pages repeat but for their numbers."""
    ends = [{_numberless(line) for line in (*lines[:MARGIN], *lines[-MARGIN:])} for lines in pages]
    counts = Counter(line for lines in ends for line in lines if line)
    repeated = {line for line, count in counts.items() if count > 1 and count * 2 > len(pages)}
    kept: list[str] = []
    aside: list[str] = []
    for lines in pages:
        for place, line in enumerate(lines):
            at_end = place < MARGIN or place >= len(lines) - MARGIN
            (aside if at_end and _is_margin(_numberless(line), repeated) else kept).append(line)
    return kept, aside


def _is_margin(line: str, repeated: set[str]) -> bool:
    """A head or foot as most pages have it; the first page may have the end of it only."""
    return line in repeated or (len(line) > 5 and any(each.endswith(line) for each in repeated))


def _numberless(line: str) -> str:
    return re.sub(r"[\d\s]", "", line)


def _opens_unasked(reader: Any) -> bool:
    """A PDF that is only closed to changes opens with an empty password."""
    try:
        return bool(reader.decrypt(""))
    except (PyPdfError, NotImplementedError):
        return False


def _of_word(content: bytes) -> Extracted:
    try:
        lines, remarks = word_lines(content)
    except WordError as error:
        raise UnreadableFile(str(error)) from error
    if not any(line.strip() for line in lines):
        raise UnreadableFile(
            "Wordの文書に文字がありません。画像だけの文書かもしれません。文章を貼り付けてください。"
        )
    return Extracted("\n".join(lines), tuple(remarks))
