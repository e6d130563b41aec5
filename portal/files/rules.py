"""What may be uploaded: the kind is told by the content, the name is made harmless, the size has a limit."""

import codecs
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.files.choices import ENDINGS, UPLOADED, FileKind
from portal.text import unfit_characters

LONGEST_NAME, LONGEST_ENDING = 150, 10
MEGABYTE = 1024 * 1024
# Office files hold some dozens of parts; one with more is made to keep its reader busy.
MOST_PARTS = 20_000

_BEGINNINGS = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS = {
    "word/document.xml": FileKind.WORD,
    "xl/workbook.xml": FileKind.EXCEL,
    "ppt/presentation.xml": FileKind.SLIDES,
}
_OLD_OFFICE = (
    "古い形式（.doc、.xlsなど）か、パスワード付きのOfficeファイルです。"
    "パスワードを外し、.docx、.xlsx、.pptxかPDFで保存し直してください。"
)
_MACROS = "マクロを含むファイルは登録できません。マクロなしの形式かPDFで保存し直してください。"


@dataclass(frozen=True)
class Upload:
    """A file that passed the rules: its clean name, its kind, and its content in pieces."""

    name: str
    kind: FileKind
    content: UploadedFile

    def chunks(self) -> Iterator[bytes]:
        """The content from its beginning."""
        self.content.seek(0)
        yield from self.content.chunks()


def checked_upload(sent: UploadedFile, accepted: Collection[FileKind] = UPLOADED) -> Upload:
    """What was sent, if it may be kept; raises ``ValidationError`` in words for the typist."""
    name = clean_name(sent.name or "")
    checked_size(sent.size or 0)
    return Upload(name=name, kind=checked_kind(sent, name, accepted), content=sent)


def checked_size(size: int) -> None:
    """Refuse an empty file and one above the limit."""
    if not size:
        raise ValidationError("ファイルが空です。中身のあるファイルを選んでください。")
    if size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            f"ファイルが大きすぎます（{in_words(size)}）。"
            f"{in_words(settings.UPLOAD_LIMIT)}以下のファイルを選んでください。"
        )


def checked_kind(content: IO[bytes], name: str, accepted: Collection[FileKind] = UPLOADED) -> FileKind:
    """The kind of a content, from its own bytes. Raises ``ValidationError`` when it is not accepted, or when
    the ending of its name says something else."""
    kind = _kind_of(content, _ending(name))
    if kind is None or kind not in accepted:
        labels = "、".join(each.label for each in FileKind if each in accepted)
        raise ValidationError(f"この種類のファイルは登録できません。登録できるのは、{labels}です。")
    if _kind_named(name) is not kind:
        raise ValidationError(
            f"ファイル名の終わりは「.{_ending(name)}」ですが、中身は{kind.label}です。"
            f"名前の終わりを「.{kind.value}」に直してから選び直してください。"
        )
    return kind


def clean_name(name: str) -> str:
    """The name as it was given, without folders and without what no file name may hold."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    unfit = {each.position for each in unfit_characters(name)}
    kept = "".join(" " if at in unfit else character for at, character in enumerate(name))
    kept = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", kept)).rstrip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, ending = kept, ""
    tail = f".{ending}" if ending else ""
    stem = stem.strip(" .")[: LONGEST_NAME - len(tail)].rstrip(" .")
    return f"{stem or '名前のないファイル'}{tail}"


def in_words(size: int) -> str:
    """1.2MB, 35KB."""
    if size >= MEGABYTE:
        return f"{size / MEGABYTE:.1f}".removesuffix(".0") + "MB"
    return f"{max(1, round(size / 1024))}KB"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _kind_named(name: str) -> FileKind | None:
    ending = _ending(name)
    return ENDINGS.get(ending) or (FileKind(ending) if ending in FileKind.values else None)


def _kind_of(content: IO[bytes], ending: str) -> FileKind | None:
    content.seek(0)
    head = content.read(16)
    if head.startswith(_OLE):
        raise ValidationError(_OLD_OFFICE)
    if head.startswith(_ZIP):
        return _office_kind(content)
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if _is_text(content):
        return FileKind.CSV if ending == FileKind.CSV else FileKind.TEXT
    return None


def _office_kind(content: IO[bytes]) -> FileKind | None:
    """Which Office file a ZIP is, by the names of its parts; nothing is unpacked."""
    try:
        with zipfile.ZipFile(content) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise ValidationError("ファイルが壊れています。開けるか確かめてから選び直してください。") from None
    if len(names) > MOST_PARTS:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ValidationError(_MACROS)
    found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
    return found[0] if found and "[Content_Types].xml" in names else None


def _is_text(content: IO[bytes]) -> bool:
    """Whether all of it is text in an encoding offices use."""
    content.seek(0)
    whole = content.read()
    is_wide = whole.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp932"):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
    return False
