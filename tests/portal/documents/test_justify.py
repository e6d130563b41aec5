"""The guard of the justification: if one of these fails, WeasyPrint's layout has changed under it."""

import types
from collections.abc import Iterator
from typing import Any

import pytest

from portal.documents import justify, pdf
from tests.portal.documents.printing import CSS, SENTENCE, page

# CSS px in 0.5 pt, the edge figure of the design.
HALF_POINT = 0.5 / 0.75
MEASURE = 163 / 25.4 * 96


def layout(body: str, *extra: str) -> Any:
    """The pages of ``body`` as boxes."""
    module = pdf.weasyprint()
    html = module.HTML(string=page(body).html, url_fetcher=pdf._fetcher())
    sheets = pdf._stylesheets(CSS) + [pdf._stylesheet(css) for css in extra]
    return html.render(stylesheets=sheets, font_config=pdf._font_config())


def lines(document: Any) -> Iterator[list[Any]]:
    """The line boxes of each paragraph."""
    for made in document.pages:
        for box in made._page_box.descendants():
            if box.element_tag == "p" and type(box).__name__ == "BlockBox":
                yield [line for line in box.children if type(line).__name__ == "LineBox"]


def right_edge(line: Any) -> float:
    """Where the last text of a line ends, from the left edge of the measure."""
    texts = [box for box in line.descendants() if type(box).__name__ == "TextBox"]
    return max(box.position_x + box.width for box in texts) - line.position_x


def test_full_lines_end_at_the_edge_and_last_lines_do_not():
    variants = "葛\U000e0100飾区の" * 40
    body = f"<p>{SENTENCE * 12}</p><p>〔非公開1〕、<span>{SENTENCE}</span>{variants}</p>"
    for paragraph in lines(layout(body)):
        *full, last = paragraph
        assert len(full) >= 4
        assert all(abs(right_edge(line) - MEASURE) <= HALF_POINT for line in full)
        assert right_edge(last) < MEASURE - HALF_POINT


def test_ragged_page_leaves_lines_short_of_the_edge():
    (paragraph,) = lines(layout(f"<p>{SENTENCE * 12}</p>", pdf.RAGGED))
    assert any(right_edge(line) < MEASURE - HALF_POINT for line in paragraph[:-1])


def test_line_broken_by_force_is_not_torn_apart():
    (paragraph,) = lines(
        layout(f"<p>短い行<span style='white-space:nowrap'>{'長い語' * 14}</span>終わり。</p>")
    )
    assert right_edge(paragraph[0]) < MEASURE / 2


def native(context: Any, line: Any, extra_width: float) -> None:
    """Stands for WeasyPrint's own function."""


def renamed(context: Any, line: Any, slack: float) -> None:
    """The same with another signature."""


@pytest.mark.parametrize(("function", "version"), [(native, "71.0"), (renamed, "70.0"), (None, "70.0")])
def test_install_into_an_unknown_printer_changes_nothing(function, version):
    inline = types.SimpleNamespace(justify_line=function)
    assert justify.install(inline, version) is False  # type: ignore[arg-type]
    assert inline.justify_line is function


def test_install_into_the_tested_printer_replaces_the_function():
    inline = types.SimpleNamespace(justify_line=native)
    assert justify.install(inline, "70.0") is True  # type: ignore[arg-type]
    assert inline.justify_line is not native


def test_installed_weasyprint_is_a_tested_one():
    assert pdf.weasyprint().VERSION in justify.TESTED_VERSIONS
    assert pdf.is_justified()
