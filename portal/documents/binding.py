"""Finished PDFs bound into one: running page numbers, one outline, and the tags that screen readers follow.

Nothing is printed again, and the pages' own words stay as they were issued: the number is added at the foot.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    NumberTree,
    ObjectStreamMode,
    OutlineItem,
    PasswordError,
    Pdf,
    PdfError,
    Stream,
    String,
)

from portal.documents.pdf import PrintJob, Variant
from portal.documents.renderer import printed
from portal.text import fold

FOLIO_PT, FOLIO_FROM_EDGE, FOLIO_FONT = 8, 22, Name("/PortalFolio")
# A page whose only words are those of the running numbers: it lends its font.
_FOLIO_HTML = (
    '<!doctype html><html lang="ja"><head><title>通し</title></head><body>通し 0123456789/</body></html>'
)
_FOLIO_CSS = 'body { font-family: "Noto Sans JP" }'
_SHOWS = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")


# What a file that only looks like a PDF makes its reader stumble over.
_BROKEN = (PdfError, RuntimeError, AttributeError, KeyError, TypeError, IndexError)


class Unbindable(ValueError):
    """A file is no PDF that can be bound. The message is Japanese."""

    def __str__(self) -> str:
        return "PDFとして読み取れません。壊れているかもしれません。"


class Locked(Unbindable):
    """A file whose maker wanted it opened, or changed, by few."""

    def __str__(self) -> str:
        return "パスワード付きか、変更を禁じたPDFです。"


@dataclass(frozen=True)
class Bookmark:
    """A line of a file's outline: the page it leads to (from 0), how high on it, and the lines below it."""

    title: str
    page: int
    top: float
    below: tuple["Bookmark", ...] = ()

    def every(self) -> Iterator["Bookmark"]:
        """Itself and all below it."""
        yield self
        for each in self.below:
            yield from each.every()


@dataclass(frozen=True)
class Look:
    """A PDF that was opened, and what it shows of itself."""

    pdf: Pdf
    bookmarks: tuple[Bookmark, ...]

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self.pdf.pages)

    def page_of(self, start: str) -> int:
        """The page of the first bookmark that starts like this, in whatever width; or the first page."""
        begun = fold(start)
        every = (found for bookmark in self.bookmarks for found in bookmark.every())
        return next((found.page for found in every if fold(found.title).startswith(begun)), 0)


def look_at(content: bytes) -> Look:
    """Pages and outline of a PDF; raises ``Unbindable``."""
    try:
        pdf = Pdf.open(BytesIO(content))
        return Look(pdf, _bookmarks(pdf))
    except PdfError as error:
        raise Unbindable from error


def bare_pages(content: bytes) -> bytes:
    """The pages of a PDF that others made, as they look: without what acts by itself, attachments, outline
    and tags, for which nobody vouches. Raises ``Unbindable``."""
    try:
        with Pdf.open(BytesIO(content)) as given, Pdf.new() as volume:
            if given.is_encrypted:
                raise Locked
            volume.pages.extend(given.pages)
            if not volume.pages:
                raise Unbindable
            for page in volume.pages:
                _disarm(page.obj)
            whole = BytesIO()
            volume.save(whole, deterministic_id=True)
            return whole.getvalue()
    except PasswordError as error:
        raise Locked from error
    except _BROKEN as error:
        raise Unbindable from error


def _disarm(page: Any) -> None:
    """Links to other places of the web stay; what runs, opens or sends does not."""
    for holder in (page, *page.get(Name.Annots, ())):
        for key in (Name.AA, Name.StructParents, Name.StructParent, Name.Metadata, Name.PieceInfo):
            if key in holder:
                del holder[key]
        action = holder.get(Name.A)
        if action is not None and action.get(Name.S) != Name.URI:
            del holder[Name.A]


def bind(parts: Sequence[tuple[str, Look]], out: BinaryIO, *, title: str, has_cover: bool = True) -> None:
    """Write all parts as one file, each under its line of the outline; only a cover has no number."""
    with Pdf.new() as volume:
        tags = _Tags(volume)
        outline: list[OutlineItem] = []
        for words, part in parts:
            first = len(volume.pages)
            volume.pages.extend(part.pdf.pages)
            tags.take_over(part.pdf, [page.obj for page in list(volume.pages)[first:]])
            top = Bookmark(words, 0, float(volume.pages[first].mediabox[3]), part.bookmarks)
            outline.append(_item(top, first))
        tags.settle()
        with volume.open_outline() as lines:
            lines.root.extend(outline)
        with Pdf.open(BytesIO(printed(_FOLIO))) as lender:
            _number(volume, lender, first=2 if has_cover else 1)
            _name(volume, title)
            volume.save(out, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)


_FOLIO = PrintJob(_FOLIO_HTML, _FOLIO_CSS, Variant.ARCHIVE)


def _bookmarks(pdf: Pdf) -> tuple[Bookmark, ...]:
    places = {page.objgen: place for place, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return tuple(_bookmark(item, places) for item in outline.root)


def _bookmark(item: OutlineItem, places: dict[Any, int]) -> Bookmark:
    target: Any = item.destination
    is_exact = isinstance(target, Array) and len(target) >= 4
    page = places.get(target[0].objgen, 0) if isinstance(target, Array) else 0
    top = float(target[3]) if is_exact and target[1] == Name.XYZ else 842.0
    return Bookmark(item.title, page, top, tuple(_bookmark(child, places) for child in item.children))


def _item(bookmark: Bookmark, first: int) -> OutlineItem:
    made = OutlineItem(bookmark.title, first + bookmark.page, "XYZ", top=bookmark.top)
    made.children.extend(_item(child, first) for child in bookmark.below)
    return made


class _Tags:
    """The structure trees of all parts under one root; what hangs on a page is known by a number."""

    def __init__(self, volume: Pdf) -> None:
        self.volume, self.used = volume, 0
        self.root = volume.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.numbers: list[Any] = []

    def take_over(self, pdf: Pdf, pages: list[Any]) -> None:
        """Hang the tags of a part, whose pages are in the volume by now, beside those of the others."""
        tree = pdf.Root.get(Name.StructTreeRoot)
        if tree is None:
            return
        copied = self.volume.copy_foreign(tree)
        children = copied.K if isinstance(copied.K, Array) else [copied.K]
        for child in children:
            child.P = self.root
            self.root.K.append(child)
        found = list(NumberTree(copied.ParentTree).items())
        for number, owner in found:
            self.numbers.extend([self.used + number, owner])
        for holder in _numbered(pages):
            for key in (Name.StructParents, Name.StructParent):
                if key in holder:
                    holder[key] = int(holder[key]) + self.used
        self.used += max((number for number, _ in found), default=-1) + 1

    def settle(self) -> None:
        """Give the volume its tags, if any part had some."""
        if self.used:
            self.root.ParentTree = self.volume.make_indirect(Dictionary(Nums=Array(self.numbers)))
            self.root.ParentTreeNextKey = self.used
            self.volume.Root.StructTreeRoot = self.root
            self.volume.Root.MarkInfo = Dictionary(Marked=True)


def _numbered(pages: list[Any]) -> Iterator[Any]:
    """The pages and their annotations."""
    for page in pages:
        yield page
        yield from page.get(Name.Annots, ())


def _number(volume: Pdf, lender: Pdf, *, first: int) -> None:
    """通し 2 / 500 at the foot of every page from the first, as an artifact that is not read out."""
    lent: Any = next(iter(lender.pages[0].Resources.Font.values()))
    glyphs = {bytes.fromhex(shown.decode()).decode("utf-16-be"): code for code, shown in _pairs(lent)}
    font = volume.copy_foreign(lent)
    begin = volume.make_indirect(Stream(volume, b"q"))
    total = len(volume.pages)
    for number, page in enumerate(volume.pages, start=1):
        if number < first:
            continue
        words = f"通し {number} / {total}"
        name = str(page.add_resource(font, Name.Font, FOLIO_FONT)).encode()
        shown = b"".join(glyphs[character] for character in words)
        # Figures are about half as wide as 通し.
        width = FOLIO_PT * (2 + 0.5 * (len(words) - 2))
        drawn = b"Q /Artifact <</Type /Pagination>> BDC q %b cm 1 g %d %d %d %d re f 0 g " % (
            _foot(page, width),
            *(-4, -3, width + 8, FOLIO_PT + 5),
        )
        drawn += b"BT %b %d Tf <%b> Tj ET Q EMC" % (name, FOLIO_PT, shown)
        page.contents_add(begin, prepend=True)
        page.contents_add(Stream(volume, drawn))


def _foot(page: Any, width: float) -> bytes:
    """Where a number of this width begins at the foot of a page as it is seen, whatever way it is turned."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turned = int(page.obj.get(Name.Rotate, 0)) % 360
    along = ((top - bottom if turned in (90, 270) else right - left) - width) / 2
    place = {
        90: (0, 1, -1, 0, right - FOLIO_FROM_EDGE, bottom + along),
        180: (-1, 0, 0, -1, right - along, top - FOLIO_FROM_EDGE),
        270: (0, -1, 1, 0, left + FOLIO_FROM_EDGE, top - along),
    }.get(turned, (1, 0, 0, 1, left + along, bottom + FOLIO_FROM_EDGE))
    return b"%d %d %d %d %.2f %.2f" % place


def _pairs(font: Any) -> list[tuple[bytes, bytes]]:
    return _SHOWS.findall(font.ToUnicode.read_bytes())


def _name(volume: Pdf, title: str) -> None:
    volume.Root.Lang = String("ja")
    volume.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    volume.docinfo[Name.Title] = String(title)
