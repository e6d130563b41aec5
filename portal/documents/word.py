"""A Word document in named styles and named Japanese fonts, without a trace of who or what made it.

Words come as runs: the words, and the name of a character style or nothing. What XML cannot hold becomes 〓.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from portal.documents.cleaning import cleaned
from portal.documents.extraction import GETA
from portal.files.choices import FileKind
from portal.text import unfit_characters

Run = tuple[str, str]
Runs = Sequence[Run]
Lines = Sequence[Runs]
MINCHO, GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
EM = 10.5
# Characters of the widest usual speaker with its colon: 副本部長：.
HANG = 5
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# Paragraph style → font, size, alignment, indent and first line in characters, room before and after.
PARAGRAPHS: dict[str, tuple[str, float, Any, float, float, float, float]] = {
    "Title": (MINCHO, 18, CENTRE, 0, 0, 0, 9),
    "Heading 1": (GOTHIC, 11.5, LEFT, 0, 0, 18, 4),
    "Heading 2": (GOTHIC, 10.5, LEFT, 0, 0, 5, 4),
    "版の表示": (GOTHIC, 9, RIGHT, 0, 0, 0, 6),
    "地の文": (MINCHO, EM, LEFT, 0, 1, 0, 2),
    "発言": (MINCHO, EM, LEFT, HANG, -HANG, 0, 2),
    "発言の続き": (MINCHO, EM, LEFT, HANG, 1, 0, 2),
    "ト書き": (MINCHO, EM, LEFT, 1, -1, 4, 4),
    "決定": (GOTHIC, EM, CENTRE, 0, 0, 9, 9),
    "時刻": (GOTHIC, EM, RIGHT, 0, 0, 0, 2),
    "表の見出し": (GOTHIC, 9, LEFT, 0, 0, 0, 0),
    "表の文字": (MINCHO, 10, LEFT, 0, 0, 0, 0),
    "署名": (GOTHIC, EM, LEFT, 24, 0, 18, 0),
    "注": (GOTHIC, 8.5, LEFT, 0, 0, 3, 0),
}
SPEAKER, WITHHELD, REWORDED, BASIS = "発言者", "非公開箇所", "書き換え", "典拠"


def fit(words: str) -> str:
    """The words with 〓 for what may not be kept, such as control characters."""
    kept = list(words)
    for unfit in unfit_characters(words):
        kept[unfit.position] = GETA
    return "".join(kept)


class WordFile:
    """Builds one document, from top to bottom."""

    def __init__(self, *, landscape: bool = False) -> None:
        """An empty sheet of A4 with our styles."""
        self._document: Any = Document()
        self._sheet(landscape=landscape)
        for name, told in PARAGRAPHS.items():
            self._paragraph_style(name, *told)
        self._character_styles()
        self._number_pages()

    def paragraph(self, style: str, runs: Runs, *, label: Runs = ()) -> None:
        """One paragraph; a label stands before the hanging words."""
        made = self._document.add_paragraph(style=style)
        if label:
            # Spaces and no tab: who copies or takes in the text finds a sentence, not a row of a table.
            room = HANG - sum(len(words) for words, _ in label)
            _write(
                made, [*((words, manner or SPEAKER) for words, manner in label), ("　" * max(room, 0), "")]
            )
        _write(made, runs)

    def form(self, groups: Iterable[tuple[str, Sequence[tuple[str, Lines]]]]) -> None:
        """The ruled table of a form: rows of label and value, some under a label they share."""
        rows = [(group, place, *row) for group, each in groups for place, row in enumerate(each)]
        cells = self._table(len(rows), (22, 28, 113))
        for row, (group, place, label, lines) in enumerate(rows):
            first, second, value = cells[row]
            if not group:
                first = first.merge(second)
            elif place:
                cells[row - place][0].merge(first)
            elif group:
                _fill(first, [[(group, "")]], "表の見出し")
            _fill(second if group else first, [[(label, "")]], "表の見出し")
            _fill(value, lines, "表の文字")
        self._document.add_paragraph(style="注")

    def rows(self, head: Sequence[str], rows: Iterable[Sequence[Lines]], widths: Sequence[float]) -> None:
        """A table whose head comes again on every page; widths in mm."""
        told = list(rows)
        cells = self._table(len(told) + bool(head), widths)
        for cell, title in zip(cells[0] if head else (), head, strict=bool(head)):
            _fill(cell, [[(title, "")]], "表の見出し")
        if head:
            _mark_row(cells[0][0]._tc.getparent(), "w:tblHeader")
        for row, lines in zip(cells[bool(head) :], told, strict=True):
            _mark_row(row[0]._tc.getparent(), "w:cantSplit")
            for cell, words in zip(row, lines, strict=True):
                _fill(cell, words, "表の文字")
        self._document.add_paragraph(style="注")

    def content(self) -> bytes:
        """The file: without properties, template parts and times."""
        whole = BytesIO()
        self._document.save(whole)
        return cleaned(whole.getvalue(), FileKind.WORD).content

    def _sheet(self, *, landscape: bool) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin, section.right_margin = Mm(25), Mm(22)
        section.top_margin = section.bottom_margin = Mm(25)

    def _paragraph_style(
        self, name: str, font: str, size: float, align: Any, indent: float, first: float, *room: float
    ) -> None:
        styles = self._document.styles
        is_own = name not in styles
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if is_own else styles[name]
        if is_own:
            style.quick_style = True
        _font(style, font, size)
        form = style.paragraph_format
        form.alignment = align
        form.left_indent, form.first_line_indent = Pt(indent * EM), Pt(first * EM)
        form.space_before, form.space_after = (Pt(each) for each in room)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)

    def _character_styles(self) -> None:
        styles = self._document.styles
        _font(styles["Normal"], MINCHO, EM)
        for name, font, size in (
            (SPEAKER, GOTHIC, EM),
            (WITHHELD, GOTHIC, 9.5),
            (REWORDED, MINCHO, EM),
            (BASIS, GOTHIC, 8.5),
        ):
            _font(styles.add_style(name, WD_STYLE_TYPE.CHARACTER), font, size)
        styles[REWORDED].font.underline = WD_UNDERLINE.DOTTED
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", "E4E4E4")):
            shade.set(qn(f"w:{key}"), value)
        styles[WITHHELD].element.get_or_add_rPr().append(shade)
        languages = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
        languages.set(qn("w:eastAsia"), "ja-JP")

    def _number_pages(self) -> None:
        foot = self._document.sections[0].footer.paragraphs[0]
        foot.alignment = CENTRE
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        foot._p.append(field)

    def _table(self, rows: int, widths: Sequence[float]) -> list[list[_Cell]]:
        table = self._document.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        cells = [[_Cell(tc, table) for tc in tr.tc_lst] for tr in table._tbl.tr_lst]
        for row in cells:
            for cell, width in zip(row, widths, strict=True):
                cell.width = Mm(width)
        return cells


def _font(style: Any, name: str, size: float) -> None:
    """Set by name for every script: the template's theme would go before it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)


def _fill(cell: _Cell, lines: Lines, style: str) -> None:
    for place, runs in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        paragraph.style = style
        _write(paragraph, runs)


def _write(paragraph: Any, runs: Runs) -> None:
    for words, manner in runs:
        paragraph.add_run(fit(words), style=manner or None)


def _mark_row(row: Any, tag: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(tag))
