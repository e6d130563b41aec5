"""Small pages to print in tests, and what a file holds when it is taken apart."""

import re
from io import BytesIO

import pikepdf
import pypdf

from portal.documents.pdf import PrintJob, Variant

CSS = """
@page { size: A4; margin: 27mm 22mm 27.7mm 25mm }
body { margin: 0 }
p { font: 10.5pt/18pt "Noto Serif JP", "PortalMarks"; text-align: var(--justified); margin: 0 }
"""
SENTENCE = "現行サービスは、GT 東京という団体が都内の区市町村で（副本部長）、「クラウド型」を共同調達。"


def page(body: str, *, title: str = "試験", lang: str = "ja", css: str = CSS) -> PrintJob:
    """A whole page around ``body``."""
    html = f'<!doctype html><html lang="{lang}"><head><title>{title}</title></head><body>{body}</body></html>'
    return PrintJob(html, css, Variant.ACCESSIBLE)


def text_of(document: bytes) -> str:
    """The text layer without white space: where letters are spaced, extraction puts some in."""
    reader = pypdf.PdfReader(BytesIO(document))
    return re.sub(r"\s", "", "".join(found.extract_text() for found in reader.pages))


def insides(document: bytes) -> bytes:
    """Every object of the file, streams decompressed: outline, metadata, tags, names and pages."""
    with pikepdf.open(BytesIO(document)) as pdf:
        told = [bytes(pikepdf.String(str(pdf.docinfo)))]
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                told.append(thing.read_bytes())
            told.append(repr(thing).encode())
        return b"\n".join(told)


def fonts_of(document: bytes) -> set[str]:
    """Names of the fonts in the file, without their subset tags."""
    reader = pypdf.PdfReader(BytesIO(document))
    names = {
        str(font.get_object()["/BaseFont"])
        for found in reader.pages
        for font in found["/Resources"]["/Font"].values()
    }
    return {name.partition("+")[2] or name for name in names}
