"""HTML → PDF, in this process. The only module that imports WeasyPrint; ``renderer`` calls it in a worker.

No font and no file but our own is to be had, whatever the HTML asks for, and the same input gives the
same bytes: dates come from the document's ``dcterms`` metadata, never from the clock.
"""

import functools
import logging
import os
import re
import warnings
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from portal.documents import justify, typefaces
from portal.documents.errors import (
    DocumentError,
    FontsDamaged,
    ForbiddenAddress,
    MissingGlyph,
    RendererComplained,
)
from portal.documents.structure import place_of, require_structure

BASE_CSS = Path(__file__).with_name("base.css")
FONT_ADDRESS = "portal-font:"
RAGGED = ":root { --justified: start }"
JUSTIFIED = ":root { --justified: justify }"
NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]{4,6})\)", re.DOTALL)


class Variant(Enum):
    """The standard a file claims: accessible for everybody, or made to be kept."""

    ACCESSIBLE = "pdf/ua-1"
    ARCHIVE = "pdf/a-2a"


@dataclass(frozen=True)
class PrintJob:
    """One document to print: a whole HTML page, its style sheet, and the standard to follow."""

    html: str
    css: str
    variant: Variant


class _Log(logging.Handler):
    """Keeps what WeasyPrint logs: it raises nothing for a missing glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@functools.cache
def weasyprint() -> Any:
    """WeasyPrint, imported where no font of the system can be seen."""
    if damaged := typefaces.damaged_fonts():
        # Without any font the renderer does not fail, it dies.
        raise FontsDamaged(*damaged)
    os.environ["FONTCONFIG_FILE"] = str(typefaces.FONTCONFIG)
    with warnings.catch_warnings():
        # It warns that there is no system font, which is what we want.
        warnings.simplefilter("ignore")
        import weasyprint as module
    return module


@functools.cache
def is_justified() -> bool:
    """Whether the justification of our own is in place."""
    from weasyprint.layout import inline

    return justify.install(inline, weasyprint().VERSION)


@functools.cache
def _fetcher() -> Any:
    module = weasyprint()

    class OwnFontsOnly(module.urls.URLFetcher):  # type: ignore[name-defined]
        """Answers with our three fonts by exact name; any other address stops the rendering."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """The font of this address."""
            name = url.removeprefix(FONT_ADDRESS)
            if not url.startswith(FONT_ADDRESS) or name not in typefaces.SHA256:
                raise ForbiddenAddress(url)
            return module.urls.URLFetcherResponse(url, (typefaces.FONT_DIR / name).read_bytes())

    return OwnFontsOnly()


@functools.cache
def _font_config() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    weasyprint()
    return FontConfiguration()


@functools.lru_cache(maxsize=16)
def _stylesheet(css: str) -> Any:
    return weasyprint().CSS(string=css, url_fetcher=_fetcher(), font_config=_font_config())


def _stylesheets(css: str) -> list[Any]:
    base = BASE_CSS.read_text(encoding="utf-8") + (JUSTIFIED if is_justified() else RAGGED)
    return [_stylesheet(base), _stylesheet(css)]


def render(job: PrintJob) -> bytes:
    """Print one document. Raises a ``DocumentError`` and makes nothing if anything at all is wrong."""
    module = weasyprint()
    log = _Log()
    logging.getLogger("weasyprint").addHandler(log)
    try:
        page = module.HTML(string=job.html, url_fetcher=_fetcher())
        require_structure(page.etree_element)
        document: bytes = page.write_pdf(
            stylesheets=_stylesheets(job.css), font_config=_font_config(), pdf_variant=job.variant.value
        )
    except module.urls.FatalURLFetchingError as error:
        raise _refusal(error) from error
    finally:
        logging.getLogger("weasyprint").removeHandler(log)
    for message in log.messages:
        raise _complaint(message, page.etree_element)
    return document


def _refusal(error: BaseException) -> DocumentError:
    cause = error.__cause__
    return cause if isinstance(cause, DocumentError) else RendererComplained(str(error))


def _complaint(message: str, root: Any) -> DocumentError:
    if found := NOTDEF.match(message):
        character = chr(int(found[1], 16))
        return MissingGlyph(character, place_of(root, character))
    return RendererComplained(message)
