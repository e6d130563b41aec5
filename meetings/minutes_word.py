"""会議録 as a Word document: the composed record, and the copy that is confirmed row by row. Pure."""

from collections.abc import Iterator

from meetings.choices import EntryKind
from meetings.minutes import Block, Cell, Minutes, TableGroup
from meetings.minutes_form import Part
from meetings.minutes_record import Entry, Sitting
from meetings.printed import FullText, ListedPlace, Pieces, words_of
from meetings.printed import paragraphs as parted
from portal.documents.word import BASIS, REWORDED, WITHHELD, Lines, Run, WordFile

STYLES = {
    "heading": "Heading 1",
    "small_heading": "Heading 2",
    EntryKind.NARRATIVE: "地の文",
    EntryKind.SPEECH: "発言",
    EntryKind.SUMMARY: "発言",
    EntryKind.STAGE: "ト書き",
    EntryKind.OUTCOME: "決定",
    EntryKind.TIME: "時刻",
}
MANNERS = {"withheld": WITHHELD, "reworded": REWORDED, "basis": BASIS}
LISTED_HEAD = ("番号", "箇所", "根拠", "公開しない期間")
LEGEND = "公開しない箇所には〔非公開〕の印と根拠を付けています。点線の語は、仮名・一般名に改めた箇所です。"
EXAMPLES = "例示：見本を作るために選んだ箇所で、実際の決定ではありません。"
HOW_TO = (
    "ご意見は、行ごとに「意見」の欄へお書きください。本文を直すときは、Wordの変更履歴を記録してください。"
    "番号は、画面の会議録の行の番号と同じです。"
)


def minutes_word(minutes: Minutes, tag: str, caution: str) -> bytes:
    """The record for one audience, in the order of its form; ``tag`` and ``caution`` say what it is."""
    word = WordFile()
    word.paragraph("Title", [(minutes.layout.title, "")])
    told = "　".join(filter(None, (caution, tag, f"照合番号 {minutes.check_number}")))
    word.paragraph("版の表示", [(told, "")])
    write = {Part.TABLE: _table, Part.RECORD: _record, Part.HANDOUTS: _papers, Part.SIGNATURES: _signatures}
    for part in minutes.layout.parts:
        write[part](word, minutes)
    _listed(word, minutes)
    return word.content()


def confirmation_word(sitting: Sitting, layout_title: str) -> bytes:
    """Every row with its number and room for what is to be said about it; for the house only."""
    word = WordFile(landscape=True)
    word.paragraph("Title", [(f"{layout_title}（確認用）", "")])
    word.paragraph("版の表示", [("庁内限り　非公開情報を含む　下書きの写し", "")])
    text = FullText()
    for words in (sitting.name, words_of(text.pieces(sitting.held, "開催日時"))):
        word.paragraph("地の文", [(words, "")])
    word.paragraph("注", [(HOW_TO, "")])
    rows = (_numbered(number, entry) for number, entry in enumerate(sitting.entries, start=1))
    word.rows(("行", "発言者", "本文", "意見"), rows, (12, 30, 128, 80))
    return word.content()


def _numbered(number: int, entry: Entry) -> tuple[Lines, ...]:
    text = FullText()
    label = text.pieces(entry.label, "") if entry.label.text else ()
    said = words_of(label) or f"（{EntryKind(entry.kind).label}）"
    paragraphs = parted(text.pieces(entry.text, ""))
    return [[(str(number), "")]], [[(said, "")]], [_runs(each) for each in paragraphs], [[]]


def _runs(pieces: Pieces) -> list[Run]:
    return [(piece.words, MANNERS.get(piece.manner, "")) for piece in pieces]


def _table(word: WordFile, minutes: Minutes) -> None:
    word.form((group.label.replace("\n", ""), list(_form_rows(group))) for group in minutes.table)


def _form_rows(group: TableGroup) -> Iterator[tuple[str, Lines]]:
    for row in group.rows:
        yield row.label.replace("\n", ""), list(_cell(row.cell))


def _cell(cell: Cell) -> Iterator[list[Run]]:
    """The lines of a cell; one that holds nothing still has a line."""
    for agenda in cell.agenda:
        yield [(agenda.category, "")]
        yield from ([(f"（{number}）", ""), *_runs(title)] for number, title in agenda.items)
    if cell.choices:
        yield [("　".join(f"{choice.mark}{choice.word}" for choice in cell.choices), "")]
        yield [(cell.reason_label, "")]
    if cell.names:
        yield [("".join(cell.names), "")]
    if cell.text:
        yield _runs(cell.text)


def _record(word: WordFile, minutes: Minutes) -> None:
    for block in minutes.record:
        _block(word, block)


def _block(word: WordFile, block: Block) -> None:
    style = STYLES[block.kind]
    first, *others = block.paragraphs or ((),)
    if style.startswith("Heading"):
        between = [("　", "")] if block.label else []
        word.paragraph(style, [*_runs(block.label), *between, *_runs(first)])
    else:
        word.paragraph(style, _runs(first), label=_runs(block.label))
    for paragraph in others:
        word.paragraph("発言の続き" if style == "発言" else style, _runs(paragraph))


def _papers(word: WordFile, minutes: Minutes) -> None:
    if minutes.papers:
        word.paragraph("Heading 1", [(minutes.layout.handouts_label.replace("\n", ""), "")])
        word.rows((), (([[(paper.number, "")]], [_runs(paper.title)]) for paper in minutes.papers), (30, 133))


def _signatures(word: WordFile, minutes: Minutes) -> None:
    for label in minutes.layout.signatures:
        word.paragraph("署名", [(label, "")])


def _listed(word: WordFile, minutes: Minutes) -> None:
    """What is not public, where and why; and how to read the marks."""
    if minutes.listed:
        word.paragraph("Heading 1", [("公開しない箇所の一覧", "")])
        word.rows(LISTED_HEAD, map(_places, minutes.listed), (14, 77, 34, 38))
    if minutes.is_public and (minutes.listed or minutes.has_substitutions):
        word.paragraph("注", [(LEGEND, "")])
    if minutes.has_examples:
        word.paragraph("注", [(EXAMPLES, "")])


def _places(one: ListedPlace) -> tuple[Lines, ...]:
    ground = "　".join(filter(None, (one.line.ground, one.line.article)))
    told = (str(one.number), one.place + ("（例示）" if one.line.is_example else ""), ground, one.line.period)
    return tuple([[(words, "")]] for words in told)
