"""Finished PDFs bound into one, and several printed at once."""

from io import BytesIO

import pikepdf
import pytest
from PIL import ImageChops

from portal.documents import renderer
from portal.documents.binding import Unbindable, bare_pages, bind, look_at
from portal.documents.errors import DocumentError, MissingGlyph, RendererCrashed
from portal.documents.pdf import PrintJob, Variant
from tests.portal.documents.printing import insides
from tests.printed import folded, page_texts, pictures_of
from tests.uploads import PDF

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


def foreign(*, turned: int = 0, javascript: bool = False) -> bytes:
    """An empty sheet as another program may have left it: cut out of a larger one, turned, with actions."""
    whole = BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 600))
        page.cropbox = pikepdf.Array([50, 80, 350, 580])
        page.obj.Rotate = turned
        if javascript:
            runs = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
            leads = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.jp/"))
            page.obj.AA = pikepdf.Dictionary(O=runs)
            page.obj.Annots = pikepdf.Array(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=act
                )
                for act in (runs, leads)
            )
            pdf.Root.OpenAction = runs
            pdf.attachments["secret.txt"] = b"secret"
        pdf.save(whole)
    return whole.getvalue()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_number_stands_at_the_foot_of_a_page_as_it_is_seen(turned: int) -> None:
    whole = BytesIO()
    bind([("横", look_at(bare_pages(foreign(turned=turned))))], whole, title="横", has_cover=False)

    (picture,) = pictures_of(whole.getvalue(), dpi=72)

    assert picture.size == ((500, 300) if turned in (90, 270) else (300, 500))
    left, top, right, bottom = ImageChops.invert(picture).getbbox()
    assert picture.height - 34 < top < bottom < picture.height - 14
    assert abs((left + right) - picture.width) < 12


def test_pages_of_others_are_bound_without_what_acts_by_itself() -> None:
    given = foreign(javascript=True)
    assert b"app.alert" in insides(given)

    bare = bare_pages(given)

    assert [word for word in (b"app.alert", b"secret", b"OpenAction") if word in insides(bare)] == []
    assert b"https://example.jp/" in insides(bare)


@pytest.mark.parametrize("user", ["", "password"])
def test_locked_file_is_not_opened_behind_its_makers_back(user: str) -> None:
    whole = BytesIO()
    with pikepdf.open(BytesIO(foreign())) as pdf:
        pdf.save(whole, encryption=pikepdf.Encryption(owner="owner", user=user))

    with pytest.raises(Unbindable, match="パスワード"):
        bare_pages(whole.getvalue())


@pytest.mark.parametrize("content", [b"", b"no pdf", PDF])
def test_file_without_a_page_that_can_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Unbindable, match="壊れている"):
        bare_pages(content)
