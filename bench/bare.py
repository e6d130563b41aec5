"""The yardstick that runs in a worker of its own; knows neither the models nor the settings."""

from functools import cache
from typing import Any

from portal.documents import pdf
from portal.documents.pdf import PrintJob


@cache
def _bare_stylesheet(css: str) -> Any:
    base = pdf.BASE_CSS.read_text(encoding="utf-8") + pdf.JUSTIFIED
    return pdf.weasyprint().CSS(string=base + css, url_fetcher=pdf._fetcher(), font_config=pdf._font_config())


def bare_weasyprint(job: PrintJob) -> bytes:
    """One plain ``write_pdf``: no checks, no log, no justification of ours."""
    page = pdf.weasyprint().HTML(string=job.html, url_fetcher=pdf._fetcher())
    document: bytes = page.write_pdf(
        stylesheets=[_bare_stylesheet(job.css)], font_config=pdf._font_config(), pdf_variant=job.variant.value
    )
    return document
