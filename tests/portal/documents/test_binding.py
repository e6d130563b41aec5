"""Finished PDFs bound into one, and several printed at once."""

from io import BytesIO

import pikepdf
import pytest

from portal.documents import renderer
from portal.documents.binding import Unbindable, bind, look_at
from portal.documents.errors import DocumentError, MissingGlyph, RendererCrashed
from portal.documents.pdf import PrintJob, Variant
from tests.printed import folded, page_texts

BODY = "<h1>{0}</h1><p>{0}の言葉。</p><h2 style='break-before: page'>議案（２） 次</h2><p>終わり</p>"


def job(title: str) -> PrintJob:
    html = f'<html lang="ja"><head><title>{title}</title></head><body>{BODY.format(title)}</body></html>'
    return PrintJob(html, "", Variant.ACCESSIBLE)


def bound(*titles: str) -> bytes:
    whole = BytesIO()
    bind([(title, look_at(renderer.printed(job(title)))) for title in titles], whole, title="束ねた文書")
    return whole.getvalue()


def test_bound_pages_keep_their_words_and_get_running_numbers_but_for_the_cover() -> None:
    pages = [folded(text) for text in page_texts(bound("表紙", "第一", "第二"))]

    assert len(pages) == 6
    assert "通し" not in pages[0]
    assert ["第一の言葉。" in page for page in pages] == [False, False, True, False, False, False]
    assert all(page.endswith(f"通し{number}/6") for number, page in enumerate(pages[1:], start=2))


def test_outlines_hang_below_the_parts_and_lead_to_the_pages_of_the_volume() -> None:
    look = look_at(bound("表紙", "第一"))

    assert [(mark.title, mark.page) for mark in look.bookmarks] == [("表紙", 0), ("第一", 2)]
    assert look.page_of("議案（2）") == 1
    assert [mark.page for mark in look.bookmarks[1].every()] == [2, 2, 3]
    assert look.page_of("どこにもない") == 0


def test_each_page_finds_its_own_tags() -> None:
    with pikepdf.open(BytesIO(bound("表紙", "第一"))) as pdf:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        numbers = [int(page.obj.StructParents) for page in pdf.pages]
        assert len(set(numbers)) == 4
        for number, page in zip(numbers, pdf.pages, strict=True):
            assert parents[number][0].Pg.objgen == page.objgen
        assert not pdf.check_pdf_syntax()


def test_same_parts_give_the_same_bytes() -> None:
    assert bound("表紙", "第一") == bound("表紙", "第一")


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\ncut off"])
def test_file_that_is_no_pdf_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unbindable, match="壊れている"):
        look_at(content)


def test_several_are_printed_in_order_and_one_refused_stops_none() -> None:
    first, refused, last = renderer.render_each([job("一"), job("\U0001b001"), job("三")])

    assert isinstance(first, bytes)
    assert isinstance(last, bytes)
    assert isinstance(refused, MissingGlyph)
    assert folded(page_texts(last)[0]).startswith("三")


def test_document_whose_worker_died_is_tried_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[PrintJob] = []

    def dies(one: PrintJob) -> bytes:
        tries.append(one)
        raise RendererCrashed

    monkeypatch.setattr(renderer, "render", dies)

    (made,) = renderer.render_each([job("一")])

    assert isinstance(made, DocumentError)
    assert len(tries) == 2
