"""What a reader, a copyist or a curious outsider gets out of a PDF file."""

import io
import re
import unicodedata
from collections.abc import Iterator

import pikepdf
import pypdf
import pypdfium2
from PIL import Image, ImageChops

# The size at which pages are compared: fine enough to tell 議 from a box.
DPI = 60


def folded(text: str) -> str:
    """Without white space and width: extraction puts spaces where letters are spaced."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def text_of(document: bytes) -> str:
    """The text layer, page after page."""
    with pypdfium2.PdfDocument(document) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def page_texts(document: bytes) -> list[str]:
    """The text layer of each page, as another library reads it."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def pictures_of(document: bytes, *, dpi: int = DPI) -> list[Image.Image]:
    """The pages in grey."""
    with pypdfium2.PdfDocument(document) as pdf:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in pdf]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Share of the ink that differs between two pages of one size: 0 the same, 1 nothing in common."""
    if one.size != other.size:
        raise ValueError(f"Pages of two sizes: {one.size} and {other.size}")
    apart = sum(level * count for level, count in enumerate(ImageChops.difference(one, other).histogram()))
    ink = sum((255 - level) * count for level, count in enumerate(ImageChops.darker(one, other).histogram()))
    return apart / ink if ink else 0.0


def everything_in(document: bytes) -> Iterator[tuple[str, str]]:
    """Every place of the file that can hold words, with its words folded.

    The text of the pages as two libraries read it, every string of every object (outline, metadata, tags,
    alternative texts, names, annotations, attachments) and every decompressed stream in all encodings a
    word may hide in, and the characters that the fonts say they show.
    """
    yield "text layer", folded(text_of(document))
    yield "text layer, second reader", folded("".join(page_texts(document)))
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for thing in pdf.objects:
            where = f"object {thing.objgen[0]}"
            yield from ((where, folded(words)) for words in _strings(thing, set()))
            if isinstance(thing, pikepdf.Stream):
                data = thing.read_bytes()
                for encoding in ("utf-8", "utf-16-be", "utf-16-le", "cp932"):
                    yield f"{where}, stream as {encoding}", folded(data.decode(encoding, "ignore"))
                yield f"{where}, characters of a font", _mapped(data)


def _strings(thing: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[str]:
    """The strings and names written in one object, not following references to others."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        yield bytes(thing).decode("utf-16-be", "ignore")
    elif isinstance(thing, pikepdf.Name):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from _held(each, seen)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, each in thing.items():
            yield key
            yield from _held(each, seen)


def _held(each: object, seen: set[tuple[int, int]]) -> Iterator[str]:
    if isinstance(each, pikepdf.Object) and not each.is_indirect:
        yield from _strings(each, seen)


def _mapped(data: bytes) -> str:
    """The characters of a ToUnicode table."""
    if b"beginbfchar" not in data and b"beginbfrange" not in data:
        return ""
    figures = re.findall(rb"<([0-9A-Fa-f]{4,8})>", data)
    return "".join(bytes.fromhex(each.decode()).decode("utf-16-be", "ignore") for each in figures)


def body_of(document: bytes) -> str:
    """The folded text without head, tag and foot of each page, so that sentences run on over pages."""
    with pypdfium2.PdfDocument(document) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    repeated = _furniture(pages)
    return "".join(
        folded(line) for page in pages for line in page.splitlines() if _unnumbered(line) not in repeated
    )


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+ */ *\d+", "n / n", line).strip()


def _furniture(pages: list[str]) -> set[str]:
    """What stands on all pages but the first, the page numbers aside."""
    return set.intersection(*({_unnumbered(line) for line in page.splitlines()} for page in pages[1:]))
