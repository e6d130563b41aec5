"""The record proper: its lines become rows, each with its kind and, where somebody speaks, the speaker."""

import re

from meetings.choices import EntryKind
from meetings.intake.clocks import ClockReader
from meetings.intake.items import item_numbered, reads_as_title
from meetings.intake.numbering import NAMED_ALONE, figure_of, numbered
from meetings.intake.proposal import Proposal, ProposedEntry
from meetings.intake.source import Account, Line, is_head_of_speeches, squeezed, without_bullet
from meetings.intake.speakers import Speakers, without_stamp

_SUMMARY = re.compile(
    r"^\s*[○〇●◎・◆■]?\s*[【（(［\[〔《≪]?\s*(?P<label>要旨|説明要旨|説明概要|概要|説明|要点|審議の要旨)\s*[】）)］\]〕》≫]?\s*[：:]\s*(?P<text>.*)$",
    re.DOTALL,
)
_OUTCOME = re.compile(
    r"^\s*[○〇●◎◆■→⇒]?\s*[【（(［\[〔＜<《≪]?\s*(?P<label>審議結果|協議結果|議決結果|採決結果|決定事項|決定内容|合意事項|結果|決定|議決|結論|採決)\s*(?:[】）)］\]〕＞>》≫]\s*[：:]?|[：:\s　])\s*(?P<text>\S.*)$",
    re.DOTALL,
)
# 議題１　了承: which item, and what became of it.
_NUMBERED_OUTCOME = re.compile(
    r"^\s*[・○〇●]?\s*(?:(?:議題|議案|報告|協議|案件|報告事項|協議事項)\s*第?\s*[（(]?\s*(?P<named>[0-9０-９一二三四五六七八九十]{1,3}|[①-⑳])\s*[)）]?\s*号?|[（(]?(?P<figure>[0-9０-９]{1,2}|[①-⑳])[)）.．])"
    r"[\s　：:→⇒]+(?P<text>(?:原案|案)?の?(?:とおり|どおり|通り)?(?:全会一致で)?(?:承認|可決|了承|否決|継続(?:審議|協議|検討)?|再検討|報告了承|報告済み?)(?:された|する|とする|とした)?。?)\s*$",
    re.DOTALL,
)
_DASHED = re.compile(r"^\s*[—―–\-－ー─━=＝]{1,3}\s*(?P<text>\S.*?)\s*[—―–\-－ー─━=＝]{1,3}\s*$", re.DOTALL)
_DECIDED = re.compile(
    r"(?:承認|可決|了承|否決|継続審議|再検討|議決|決定|採択|取下げ|取り下げ|同意)(?:さ?れ(?:た|ました)|した|しました|となった|となりました|とした|とする|とすることとした|することとなった|することとした|を得た)?[。]?[）)〕］\]】]?$"
    r"|(?:原案|本案|案)の?(?:とおり|どおり|通り)[^。]{0,8}こと(?:と|に)(?:された|なった|した|決した|決定した)[。]?$"
)
_ARROW_DECIDED = re.compile(r"^\s*[→⇒➡](?P<text>.*)$", re.DOTALL)
_ARROW_TURN = re.compile(r"(?:審議|検討|協議|了承|承認|決定|可決|継続|保留|修正)[^。]{0,12}。?\s*$")
_ARROW_AT_END = re.compile(r"[→⇒➡]\s*(?:継続|了承|承認|再検討|可決|否決)[^。→]{0,8}。?\s*$")
_BRACKETS = re.compile(
    r"^\s*[〔（(［\[【＜<][^〕）)］\]】＞>]*[〕）)］\]】＞>]?.*[〕）)］\]】＞>]\s*$", re.DOTALL
)
_ACTS = re.compile(
    r"説明|異議|拍手|退席|退室|入室|入場|休憩|配布|配付|省略|一同|挙手|交付|紹介|投影|賛成|暫時|なし|遅参|到着|着席|再開|音声|聞き取れ"
)
_HEADED = re.compile(
    r"^\s*[■◆●○◎□▼]?\s*[【［\[〔＜<《≪]?\s*(?:(?:確認事項|議案|報告事項|協議事項|審議事項|報告|協議|審議|議題|案件|検討事項|日程|その他|次第)\s*(?:第\s*[0-9０-９一二三四五六七八九十]{1,3}\s*号?|[（(]?\s*[0-9０-９一二三四五六七八九十①-⑳]{1,2}\s*[)）]?|\s*(?=[】］\]〕＞>》≫]|$))"
    r"|第?[0-9０-９一二三四五六七八九十]{1,2}\s*[.．、\s　]|[（(][0-9０-９一二三四五六七八九十]{1,2}[)）]|[①-⑳])[】］\]〕＞>》≫]?\s*(?P<title>.{0,60})$",
    re.DOTALL,
)
_ANNOUNCED = re.compile(r"^\s*[■◆▼□]\s*\S.{0,60}$|^\s*[【《≪＜<][^】》≫＞>]{1,40}[】》≫＞>]\s*$")
_OUTCOMES_BELOW = re.compile(
    r"^\s*[■◆●○◎□▼]?\s*(?:[0-9０-９]{1,2}[.．、)）]\s*)?[【［\[〔＜<《≪]?\s*(?:決定事項|決定内容|合意事項|結\s*論|結\s*果|審議結果|協議結果|議決事項)\s*[】］\]〕＞>》≫]?\s*[：:]?\s*$"
)
_PROGRAM = re.compile(
    r"^\s*[0-9０-９一二三四五六七八九十]{1,2}[.．、)）\s　]*(?:開\s*会|閉\s*会|議\s*題|議\s*事|報告(?:事項)?|協議(?:事項)?|審議(?:事項)?|その他|あいさつ|挨拶|.{0,6}(?:挨拶|あいさつ))\s*$"
)
_FORMAL = re.compile(
    r"(?:承認|可決|了承|否決|継続審議|採択|議決)(?:され(?:た|ました)|とした|となった|となりました|とする|とすること(?:と|に)(?:なった|した|決した))[。]?$"
)
_ANNOUNCES = re.compile(
    r"(?:議題|議案|案件|報告(?:事項)?|協議(?:事項)?)\s*第?\s*[（(]?\s*([0-9０-９一二三四五六七八九十]{1,3}|[①-⑳])\s*[)）]?\s*号?(?:、?「[^」]*」)?(?:について|に(?:移|入)|を議題|、)"
)
_PAGE_NUMBER = re.compile(r"[\s\-－–—0-9０-９/／ページp.()（）]+")
_SENTENCE_END = ("。", "？", "?", "！", "!", "」", "』", "）", ")", "〕", "］", "]", "…", "：", ":")
_CLOCK_LINE = re.compile(r"(?:\d|[０-９一二三四五六七八九十])\s*[時:：]|正午")
_CLOSES = re.compile(r"閉\s*会|散\s*会|終\s*了|閉\s*議")


class RowReader:
    """Reads the lines from top to bottom; what opens nothing goes on with the row above."""

    def __init__(self, proposal: Proposal, account: Account, speakers: Speakers, clocks: ClockReader) -> None:
        self.proposal, self.account, self.speakers, self.clocks = proposal, account, speakers, clocks
        self.item: int | None = None
        self.columns: list[str] = []
        self.was_blank = False
        self.gaps = 0
        self.lists_outcomes = False
        self.headed: tuple[str, int] | None = None
        self.titles = {squeezed(item.title): place for place, item in enumerate(proposal.agenda)}

    def read(self, lines: list[Line]) -> None:
        """All lines of the record."""
        for place, line in enumerate(lines):
            if line.is_blank:
                self.was_blank, self.columns = True, self.columns if line.is_row else []
                continue
            after = next((each for each in lines[place + 1 :] if not each.is_blank), None)
            if not (line.is_row and self._read_cells(line)):
                self._read_line(line, line.text.strip("\t").replace("\t", "　"), after)
            self.was_blank = False
        if self.gaps:
            self.account.doubt(
                "entries", f"空行のあとの段落を、前の発言の続きとしたところが{self.gaps}か所あります。"
            )

    def _read_line(self, line: Line, text: str, after: Line | None) -> None:
        for read in (
            self._time,
            self._act,
            self._heading,
            self._summary,
            self._outcome,
            self._speech,
            self._stage,
        ):
            if read(line, text, after):
                return
        self._more(line, text)

    def _add(self, kind: str, text: str, line: Line, speaker: str | None = None) -> bool:
        last = self.proposal.entries[-1] if self.proposal.entries else None
        if last is not None and last.kind == EntryKind.SPEECH and kind != EntryKind.HEADING:
            self.item = self._announced(last.text)
        self.proposal.entries.append(ProposedEntry(kind, speaker, text.strip(), line.number, self.item))
        return True

    def _time(self, line: Line, text: str, after: Line | None) -> bool:
        bare = squeezed(text)
        if len(bare) > 32 or not _CLOCK_LINE.search(bare) or not _CLOSES.search(text):
            return False
        if self.speakers.turn(text) or not self.clocks.ended_in(text, line.number):
            return False
        return self._add(EntryKind.TIME, text, line)

    def _heading(self, line: Line, text: str, after: Line | None) -> bool:
        bare = squeezed(without_bullet(text))
        if "。" in text or len(bare) > 90 or _NUMBERED_OUTCOME.match(text):
            return False
        place = self._item_named(bare)
        is_announced = _HEADED.match(text) or _ANNOUNCED.match(text) or _OUTCOMES_BELOW.match(text)
        if place is None and not is_announced:
            return False
        turn = self.speakers.turn(text)
        if place is None and (turn is not None or _OUTCOME.match(text) or self._is_act(text)):
            return False
        is_next = place is None and self._is_next_heading(text, after)
        if place is None and self._is_in_list(text) and not is_next and not _PROGRAM.match(text):
            return False
        if place is not None:
            self.item = place
        self.headed = numbered(text) or self.headed
        self.lists_outcomes = bool(_OUTCOMES_BELOW.match(text))
        if self.lists_outcomes:
            self.account.doubt(
                "decisions",
                f"「{text.strip()[:20]}」の下の各行がどの議題のものか、確かめてください。",
                line.number,
            )
        return self._add(EntryKind.HEADING, text, line)

    def _is_next_heading(self, text: str, after: Line | None) -> bool:
        """The number after that of the last heading, in the same style, with rows of its own below it."""
        found = numbered(text)
        if self.headed is None or found != (self.headed[0], self.headed[1] + 1) or after is None:
            return False
        return (
            self.speakers.turn(after.text) is not None
            or bool(re.match(r"^\s*[-‐－–・→⇒（(〔《≪＜<]", after.text))
            or reads_as_title(text)
        )

    def _item_named(self, bare: str) -> int | None:
        """The agenda item whose title (and, where there are two, number) the line says."""
        found = [
            (len(title), place)
            for title, place in self.titles.items()
            if len(title) > 1 and title in bare and len(bare) <= len(title) + 24
        ]
        if alone := NAMED_ALONE.match(bare):
            return item_numbered(self.proposal, figure_of(alone[1]))
        found = [each for each in found if each[0] > 3 or bare.endswith(self.proposal.agenda[each[1]].title)]
        return max(found)[1] if found and "：" not in bare.replace("議題：", "") else None

    def _is_act(self, text: str) -> bool:
        return bool(_BRACKETS.match(text) and _ACTS.search(text))

    def _is_in_list(self, text: str) -> bool:
        """A numbered line amid what somebody says is part of it."""
        last = self.proposal.entries[-1] if self.proposal.entries else None
        is_said = (
            last is not None and last.kind in {EntryKind.SPEECH, EntryKind.SUMMARY} and not self.was_blank
        )
        return bool(
            is_said
            and not _OUTCOMES_BELOW.match(text)
            and not _ANNOUNCED.match(text)
            and not re.match(r"^\s*(?:議題|議案|報告|協議)", text)
        )

    def _summary(self, line: Line, text: str, after: Line | None) -> bool:
        found = _SUMMARY.match(text)
        if found is None:
            return False
        self.account.take(line.number, found["label"])
        return self._add(EntryKind.SUMMARY, found["text"], line)

    def _outcome(self, line: Line, text: str, after: Line | None) -> bool:
        if about := _NUMBERED_OUTCOME.match(text):
            self._add(EntryKind.OUTCOME, text, line)
            self.proposal.entries[-1].about = figure_of(about["named"] or about["figure"])
            return True
        if self.lists_outcomes and self.speakers.turn(text) is None:
            return self._add(EntryKind.OUTCOME, text, line)
        if (_DASHED.match(text) and _decides(text)) or _OUTCOME.match(text):
            return self._add(EntryKind.OUTCOME, text, line)
        if _ARROW_AT_END.search(text) and self.speakers.turn(text) is None:
            return self._add(EntryKind.OUTCOME, text, line)
        arrow = _ARROW_DECIDED.match(text)
        if (
            arrow
            and (_DECIDED.search(arrow["text"].strip()) or _ARROW_TURN.search(arrow["text"]))
            and self.speakers.turn(text) is None
        ):
            return self._add(EntryKind.OUTCOME, text, line)
        is_free = (
            not self.proposal.entries or self.was_blank or self.proposal.entries[-1].kind != EntryKind.SPEECH
        )
        bare = text.strip()
        last = self.proposal.entries[-1].text if self.proposal.entries else "。"
        is_formal = bool(_FORMAL.search(bare)) and last.endswith(_SENTENCE_END)
        if (
            (is_free or is_formal)
            and len(bare) <= 60
            and _DECIDED.search(bare)
            and bare.count("。") <= 1
            and self.speakers.turn(text) is None
        ):
            return self._add(EntryKind.OUTCOME, text, line)
        return False

    def _speech(self, line: Line, text: str, after: Line | None) -> bool:
        turn = self.speakers.turn(text)
        if turn is None or (_is_only_label(turn.text) and not self._speech_follows(text, after)):
            return self._bare_name(line, text, after)
        if turn.text.strip() and self._is_act(text):
            return False
        for stamp in turn.taken:
            self.account.leave(line.number, stamp)
        if not turn.is_sure:
            self.account.doubt("entries", f"「{turn.speaker}」を発言者と読みました。", line.number)
        if _CLOSES.search(turn.text) and re.search(
            r"[（(][^（）()]*(?:\d|[０-９一二三四五六七八九十])\s*[時:：]", turn.text
        ):
            self.account.doubt("ended_at", "終了の時刻かもしれない言葉が発言の中にあります。", line.number)
        return self._add(EntryKind.SPEECH, turn.text, line, turn.speaker)

    def _announced(self, words: str) -> int | None:
        """次に議題２について: the item that the next rows are about."""
        found = _ANNOUNCES.findall(words)
        places = {item_numbered(self.proposal, figure_of(number)) for number in found}
        return places.pop() if len(places) == 1 and places != {None} else self.item

    def _speech_follows(self, text: str, after: Line | None) -> bool:
        return after is not None and (self.speakers.turn(after.text) is None or bool(without_stamp(text)[1]))

    def _bare_name(self, line: Line, text: str, after: Line | None) -> bool:
        """A name on a line of its own, the words below it."""
        words, stamp = without_stamp(text)
        name = words.strip().rstrip("：:")
        if (
            not name
            or len(name) > 16
            or after is None
            or ("。" not in after.text and len(after.text.strip()) < 12)
        ):
            if stamp and not words.strip():
                self.account.leave(line.number, text)
                return True
            return False
        if not self.speakers.speaks(name) or self.speakers.turn(after.text) is not None:
            return False
        if stamp:
            self.account.leave(line.number, stamp)
        self.speakers.met.add(name)
        return self._add(EntryKind.SPEECH, "", line, name)

    def _act(self, line: Line, text: str, after: Line | None) -> bool:
        """〔事務局：…を説明〕 and （異議なし）: what was done, even where it names an item."""
        is_act = text.strip()[0] in "〔（(［[" and self._is_act(text)
        return is_act and self.speakers.turn(text) is None and self._add(EntryKind.STAGE, text, line)

    def _stage(self, line: Line, text: str, after: Line | None) -> bool:
        if not _BRACKETS.match(text):
            return False
        is_act = self._is_act(text) or text.strip()[0] in "〔"
        return is_act and self._add(EntryKind.STAGE, text, line)

    def _more(self, line: Line, text: str) -> None:
        words, stamp = without_stamp(text)
        if stamp:
            self.account.leave(line.number, stamp)
        if _PAGE_NUMBER.fullmatch(words):
            self.account.leave(line.number, words)
            return
        self._doubt_unmarked(line, words)
        last = self.proposal.entries[-1] if self.proposal.entries else None
        if (
            last is None
            or words.lstrip()[:1] in "→⇒➡"
            or last.kind not in {EntryKind.SPEECH, EntryKind.SUMMARY, EntryKind.NARRATIVE}
            or (last.kind == EntryKind.NARRATIVE and not _is_broken(last.text))
        ):
            self._add(EntryKind.NARRATIVE, words, line)
        else:
            self._go_on(last, words)

    def _go_on(self, last: ProposedEntry, words: str) -> None:
        """Words below a row that belong to it: the rest of a broken line, or a further paragraph."""
        is_broken = _is_broken(last.text)
        self.gaps += last.kind == EntryKind.SPEECH and self.was_blank and not is_broken and bool(last.text)
        is_joined = (is_broken and not words.startswith(("　", "・", "①", "-"))) or not last.text
        last.text += ("" if is_joined else "\n") + words.strip()

    def _doubt_unmarked(self, line: Line, words: str) -> None:
        """What might be more than the words of whoever speaks."""
        if self.speakers.may_be_turn(words):
            said = f"「{words.strip()[:20]}」は、別の人の発言かもしれません。"
            self.account.doubt("entries", said, line.number)
        if _CLOSES.search(words) and _CLOCK_LINE.search(words):
            self.account.doubt("ended_at", "終了の時刻かもしれない言葉があります。", line.number)

    def _read_cells(self, line: Line) -> bool:
        """A row of a table of speeches or of questions and answers."""
        cells = line.cells
        if is_head_of_speeches(line):
            self.columns = [squeezed(cell) for cell in cells]
            self.account.leave(line.number, "　".join(cells))
            return True
        if len(cells) == 2 and not cells[0] and (self.speakers.turn(cells[1]) or self._is_act(cells[1])):
            return False
        if len(cells) == 2 and not self._is_asked() and (not cells[0] or self.speakers.speaks(cells[0])):
            return self._spoken_cells(line, cells)
        if self._is_asked() and len(cells) == len(self.columns):
            return self._asked_cells(line, cells)
        return False

    def _is_asked(self) -> bool:
        return any(re.search(r"質問|回答|質疑|答弁|意見", column) for column in self.columns)

    def _spoken_cells(self, line: Line, cells: list[str]) -> bool:
        if cells[0]:
            return self._add(EntryKind.SPEECH, cells[1], line, cells[0].strip("○〇◎【】：:"))
        self._more(line, cells[1])
        return True

    def _asked_cells(self, line: Line, cells: list[str]) -> bool:
        for column, cell in zip(self.columns, cells, strict=True):
            if column in {"番号", "No", "No."}:
                self.account.leave(line.number, cell)
            elif cell:
                self._add(EntryKind.SPEECH, cell, line, column)
        self.account.doubt("entries", "表の見出し（質問・回答など）を発言者としました。")
        return True


def _is_broken(text: str) -> bool:
    """Whether the last line was cut in the middle of a sentence."""
    return bool(text) and not text.endswith(_SENTENCE_END) and len(text.rpartition("\n")[2]) > 14


def _is_only_label(text: str) -> bool:
    return not text.strip()


def _decides(text: str) -> bool:
    return bool(
        _DECIDED.search(text.strip().strip("—―–-－ー─━=＝ "))
        or re.search(r"承認|再検討|了承|継続|可決|否決|決定|取下げ", text)
    )
