"""The agenda and the papers, from their rows."""

import re
from collections.abc import Iterator

from meetings.intake.numbering import FIGURE, figure_of, style_of
from meetings.intake.parting import Parts, Row
from meetings.intake.proposal import Proposal, ProposedHandout, ProposedItem
from meetings.intake.source import Account, Cell, cell_lines, squeezed, without_bullet

_CATEGORIES = "確認事項|議案|報告事項|協議事項|審議事項|検討事項|諮問事項|決議事項|連絡事項|情報提供|報告|協議|審議|議事|議題|案件|その他"
_GENERIC = {"議題", "議事", "案件", "次第", "日程"}
_HEADLINE = re.compile(
    rf"^(?:[（(【\[［<＜〔■◆●○]\s*)?(?:[0-9０-９一二三四五六七八九十]{{1,2}}[.．、\s　]+)?(?P<category>{_CATEGORIES})\s*[】\])）］>＞〕]?\s*[：:]?$"
)
_NUMBERED = re.compile(
    rf"^(?:(?P<category>確認事項|議案|報告事項|協議事項|審議事項|報告|協議|審議|議題|案件|検討事項|諮問|日程|認定|請願|陳情)\s*)?"
    rf"(?P<style>第\s*(?P<nth>{FIGURE})\s*(?:号|(?=[\s　]))|[（(]\s*(?P<round>{FIGURE})\s*[)）]|(?P<circle>[①-⑳])|(?P<plain>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:[.．、:：)）]|(?=[\s　])))"
    r"[\s　]*(?P<title>\S.*)$",
    re.DOTALL,
)
_GLUED = re.compile(
    r"^(?P<category>議案|報告|協議|議題|案件|審議|諮問|協議事項|報告事項|審議事項|確認事項)\s*(?P<plain>[0-9０-９]{1,2})[\s　：:．.]*(?P<title>\D.*)$",
    re.DOTALL,
)
_CEREMONY = re.compile(
    r"^(?:開会|閉会|挨拶|あいさつ|ご挨拶|.{0,8}(?:あいさつ|挨拶)|委嘱状(?:の)?(?:交付|伝達)|自己紹介|委員紹介|.{0,6}紹介|資料(?:の)?確認|点呼|散会|開会宣言|出席状況報告|連絡事項|事務連絡|次回.{0,10})$"
)
_DECIDED_BEHIND = re.compile(
    r"[\s　→：:]+(?:原案|案)?の?(?:とおり|どおり)?(?:可決|承認|了承|否決|継続審議|再検討)(?:された|した)?。?$"
)
# 日程第２　議案第２１号 …: the number is that of the bill.
_IN_PROGRAM = re.compile(rf"^日程第?\s*{FIGURE}[\s　]+(?=(?:議案|報告|諮問|認定|請願|陳情)\s*第)")
_INLINE = re.compile(r"(?<=\S)[\s　]+(?=[（(][0-9０-９]{1,2}[)）]|[①-⑳])")
# 1 開会　2 審議事項　(1)…(2)…　3 閉会 on one line.
_INLINE_TOO = re.compile(
    rf"{_INLINE.pattern}|(?<=\S)[\s　]+(?=[0-9０-９]{{1,2}}[.．、\s　]\s*[^\s0-9０-９])|(?<=[^\s（(])(?=[（(][0-9０-９]{{1,2}}[)）])"
)
_TITLE_END = re.compile(
    r"(?:について|件|報告|案|案\)|案）|その他|計画|状況|こと|条例|予算|決算|選任|選出|方針|結果|予定|[)）])$"
)
_PAPER = re.compile(
    r"^(?P<kind>(?:参考|補足|別添|追加|会議|当日)?資料|別紙|別添|参考|様式)\s*(?:No\.?|№|番号)?\s*(?P<number>[0-9０-９①-⑳]{1,3}(?:\s*[-‐−－–の]\s*[0-9０-９]{1,2})*)?\s*[：:．.、_＿]?\s*(?P<title>.*)$",
    re.DOTALL,
)


def read_agenda(proposal: Proposal, parts: Parts, account: Account) -> None:
    """The items by their rows."""
    for row in parts.of("agenda", "category"):
        read_items(proposal, row, account)


def read_items(proposal: Proposal, row: Row, account: Account) -> None:
    """The items of one row."""
    _Agenda(proposal, account, row).read()


class _Agenda:
    """Reads one row: categories alone on a line, numbers restarting in each."""

    def __init__(self, proposal: Proposal, account: Account, row: Row) -> None:
        self.proposal, self.account, self.row = proposal, account, row
        self.category: str | None = row.label if row.field == "category" else None
        self.style = ""
        self.headline_style = ""

    def read(self) -> None:
        """Line by line."""
        for cell in self.row.cells:
            for part in cell_lines(cell):
                inline = _INLINE_TOO if re.match(r"^[1１][\s　.．、]", part.text) else _INLINE
                for piece in inline.split(part.text):
                    self._read(Cell(part.line, piece))

    def _read(self, cell: Cell) -> None:
        words = cell.text.strip()
        if listed := _IN_PROGRAM.match(words):
            self.account.take(cell.line, listed[0])
            words = words[listed.end() :]
            cell = Cell(cell.line, words)
        headline = _HEADLINE.match(words)
        if headline and not self._is_last_item(words, headline["category"]):
            self.category = None if headline["category"] in _GENERIC else headline["category"]
            self.headline_style, self.style = style_of(words), ""
            (self.account.leave if headline["category"] == "その他" else self.account.take)(cell.line, words)
            return
        found = _GLUED.match(without_bullet(words)) or _NUMBERED.match(without_bullet(words))
        if found:
            self._numbered(cell, found)
        else:
            self._bare(cell, words)

    def _is_last_item(self, words: str, category: str) -> bool:
        """（3）その他 among numbered items is an item."""
        return category == "その他" and style_of(words) != "" and style_of(words) == self.style

    def _numbered(self, cell: Cell, found: re.Match[str]) -> None:
        groups = found.groupdict()
        number = next(groups[key] for key in ("nth", "round", "circle", "plain") if groups.get(key))
        title = found["title"].strip()
        style = style_of(without_bullet(cell.text))
        if (
            self.headline_style
            and style == self.headline_style
            and style != self.style
            and not found["category"]
        ):
            self.category, self.headline_style = None, ""
            self.style = style
            self._out_of_agenda(cell, title)
            return
        if _CEREMONY.match(squeezed(title)):
            self._out_of_agenda(cell, title)
            return
        if self.style and style != self.style and not found["category"]:
            self._nested(cell)
            return
        self.style = self.style or style
        if ends := _DECIDED_BEHIND.search(title):
            self.account.leave(cell.line, ends[0])
            self.account.doubt("decisions", f"議題の欄に「{ends[0].strip()}」とあります。", cell.line)
            title = title[: ends.start()]
        category = found["category"] if found["category"] not in (None, *_GENERIC) else self.category
        self.account.take(cell.line, cell.text[: cell.text.find(title)])
        self.proposal.agenda.append(ProposedItem(category, figure_of(number), title, cell.line))

    def _out_of_agenda(self, cell: Cell, title: str) -> None:
        self.account.leave(cell.line, cell.text)
        if not _CEREMONY.match(squeezed(title)):
            self.account.doubt("agenda", f"「{title[:30]}」は議題に含めていません。", cell.line)

    def _nested(self, cell: Cell) -> None:
        self.account.leave(cell.line, cell.text)
        self.account.doubt(
            "agenda",
            f"「{cell.text.strip()[:30]}」は議題の中の小見出しと読み、議題に含めていません。",
            cell.line,
        )

    def _bare(self, cell: Cell, words: str) -> None:
        title = without_bullet(words)
        last = self.proposal.agenda[-1] if self.proposal.agenda else None
        if _CEREMONY.match(squeezed(title)):
            self.account.leave(cell.line, words)
        elif (
            last
            and self.style
            and last.line == cell.line - 1
            and not _TITLE_END.search(last.title)
            and title == words
        ):
            self.proposal.agenda[-1] = ProposedItem(last.category, last.number, last.title + title, last.line)
            self.account.doubt("agenda", f"「{title[:30]}」を上の議題の続きと読みました。", cell.line)
        elif self.style:
            self._nested(cell)
        else:
            self.proposal.agenda.append(ProposedItem(self.category, None, title, cell.line))


def reads_as_title(heading: str) -> bool:
    """Whether a numbered line ends like the name of an item."""
    return len(heading.strip()) <= 50 and bool(_TITLE_END.search(heading.strip()))


def item_numbered(proposal: Proposal, number: int) -> int | None:
    """The place of the one item with this number."""
    found = [place for place, item in enumerate(proposal.agenda) if item.number == number]
    return found[0] if len(found) == 1 else None


def read_handouts(proposal: Proposal, parts: Parts, account: Account) -> None:
    """The papers of the list, with the numbers it gives them."""
    for row in parts.of("handouts"):
        for cell in row.cells:
            for part in cell_lines(cell):
                for piece in _papers_in(part.text):
                    _read_paper(proposal, Cell(part.line, piece), account)


def _papers_in(words: str) -> Iterator[str]:
    """Several papers may share a line: 資料1 …、資料2 …."""
    starts = [
        match.start()
        for match in re.finditer(
            r"(?:(?<=[、，,\s　／/])|^)(?:参考|補足|別添|追加)?資料\s*(?:No\.?)?\s*[0-9０-９]", words
        )
    ]
    if len(starts) < 2:
        yield words
        return
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        yield words[start:end].strip(" 　、，,／/")


def _read_paper(proposal: Proposal, cell: Cell, account: Account) -> None:
    words = without_bullet(cell.text)
    if squeezed(words) in {"なし", "別紙のとおり", "別添のとおり", "無し", "-", "―"}:
        account.leave(cell.line, cell.text)
        return
    found = _PAPER.match(words)
    if found and found["number"]:
        number = re.sub(r"[‐−－–の]", "-", _figures(squeezed(found["number"])))
        kind = squeezed(found["kind"])
        title = found["title"].strip() or words
        number = number if kind in {"資料", "会議資料"} else f"{kind}{number}"
        account.take(cell.line, words[: found.start("title")])
        proposal.handouts.append(ProposedHandout(number, title, cell.line))
        return
    bare = re.match(
        rf"^(?:[（(]\s*({FIGURE})\s*[)）]|([①-⑳])|([0-9０-９]{{1,2}})[.．、\s　])\s*(\S.*)$",
        words,
        re.DOTALL,
    )
    if bare:
        number = _figures(squeezed(bare[1] or bare[2] or bare[3]))
        account.take(cell.line, words[: bare.start(4)])
        proposal.handouts.append(ProposedHandout(number, bare[4].strip(), cell.line))
    else:
        proposal.handouts.append(ProposedHandout(None, words, cell.line))


def _figures(number: str) -> str:
    return re.sub(r"[①-⑳]", lambda found: str(figure_of(found[0])), number)
