"""Which sitting of which body it was: from the row of the name, or from the title."""

import re

from meetings.intake.numbering import figure_of
from meetings.intake.parting import Parts
from meetings.intake.proposal import Proposal
from meetings.intake.source import Account, Cell, squeezed
from portal import wareki

_FISCAL_YEAR = re.compile(
    r"(?:令和|平成|昭和|[RHS])?\s*(?:元|[0-9０-９]{1,4}|[〇一二三四五六七八九十]{1,4})\s*年\s*度"
)
_YEAR = re.compile(
    r"(?:令和|平成|昭和|西暦)\s*(?:元|[0-9０-９]{1,4}|[〇一二三四五六七八九十]{1,4})\s*年|[0-9０-９]{4}\s*年"
)
_SESSION = re.compile(
    r"第\s*(?P<number>[0-9０-９]{1,3}|[〇一二三四五六七八九十]{1,4})\s*回\s*(?P<kind>(?:定例会|臨時会|定例|臨時)(?!議|会議))?"
)
_KIND_ALONE = re.compile(r"(?:[0-9０-９]{1,2}\s*月)?(?:定例会|臨時会)(?!議)")
_TAIL = re.compile(
    r"[\s　]*の?(?:[（(【]?(?:会\s*議\s*録|議\s*事\s*録|議\s*事\s*要\s*旨|会\s*議\s*要\s*旨|会\s*議\s*概\s*要|議\s*事\s*概\s*要|会議要録|要点記録|議事メモ|会議結果(?:報告)?|会議記録|打ち?合わ?せ(?:記録|メモ|議事録)|協議録|審議録|会議メモ|次第|"
    r"開催結果|概要|要旨)(?:[（(](?:要旨|概要|要点筆記|全文|案|公開用|要点記録|全文筆記)[)）])?[】)）]?)(?:について)?[\s　]*$"
)
_HEAD = re.compile(
    r"^[【\[［〔（(<＜《]\s*(?:会\s*議\s*録|議\s*事\s*録|議事要旨|会議要旨|会議概要|議事概要|会議メモ|議事メモ|会議要録|要点記録)\s*[】\]］〕）)>＞》][\s　]*"
)
_DATE = re.compile(
    r"\d{1,2}\s*月\s*\d{1,2}\s*日|[0-9０-９一二三四五六七八九十]+\s*月\s*[0-9０-９一二三四五六七八九十]+\s*日"
)
_HELD_BY = re.compile(r"[（(][^（）()]*(?:書面|オンライン|Web|WEB|持ち回り|ハイブリッド)[^（）()]*[)）]")
_BODY = re.compile(
    r"(?:会議|委員会|審議会|協議会|本部|本部会議|部会|懇談会|研究会|検討会|検討会議|連絡会|連絡会議|推進会議|評議会|審査会|調査会|ワーキンググループ|WG|ＷＧ|PT|ＰＴ|"
    r"プロジェクトチーム|会|チーム|分科会|幹事会|理事会|総会|運営会議|フォーラム)$"
)


def read_name(proposal: Proposal, parts: Parts, account: Account) -> None:
    """Body, session, fiscal year and number."""
    rows = [cell for row in parts.of("name") for cell in row.cells]
    titles = [cell for cell in parts.titles if not _DATE.search(cell.text) or _SESSION.search(cell.text)]
    named = " ".join(cell.text for cell in rows)
    if named:
        _read_words(proposal, named, rows[0].line, account, is_row=True)
    for cell in sorted(titles, key=_rank, reverse=True):
        _read_title(proposal, cell, account, has_row=bool(named) and proposal.body is not None)
    for cell in parts.titles:
        if cell not in titles:
            _leave_title(proposal, cell, account)
    if proposal.body is None:
        account.doubt("body", "会議体の名称が見つかりません。")


def _rank(cell: Cell) -> int:
    """How much a line of the head reads like the title; a trail of links of a web page does not."""
    if re.search(r"[>＞]|ホーム|更新日|様式", cell.text):
        return -1
    bare = _without_tail(cell.text)
    return 2 * bool(_SESSION.search(bare)) + bool(_FISCAL_YEAR.search(bare)) + (bare != cell.text.strip())


def _read_title(proposal: Proposal, cell: Cell, account: Account, *, has_row: bool) -> None:
    bare = _without_tail(cell.text)
    if not squeezed(bare):
        account.take(cell.line, cell.text)
        return
    if has_row:
        other = Proposal()
        _read_words(other, cell.text, cell.line, Account(), is_row=False)
        _compare(proposal, other, cell, account)
        account.take(cell.line, *_words_taken(cell.text))
        return
    is_named = bool(
        _SESSION.search(bare) or _FISCAL_YEAR.search(bare) or _BODY.search(_core(bare)) or bare != cell.text
    )
    if (
        is_named
        and _rank(cell) >= 0
        and _DATE.sub("", bare).strip()
        and (proposal.body is None or proposal.number is None)
    ):
        _read_words(proposal, cell.text, cell.line, account, is_row=False)
    else:
        account.leave(cell.line, cell.text)


def _leave_title(proposal: Proposal, cell: Cell, account: Account) -> None:
    """A line of the head with a date on it: taken where it is the day of the sitting and no more."""
    rest = re.sub(r"[\d元年月日()（）月火水木金土曜令和平成\s　]", "", cell.text)
    if proposal.date and not rest:
        account.take(cell.line, cell.text)
    else:
        account.leave(cell.line, cell.text)


def _compare(proposal: Proposal, other: Proposal, cell: Cell, account: Account) -> None:
    for name, label in (("fiscal_year", "年度"), ("number", "回次")):
        mine, theirs = getattr(proposal, name), getattr(other, name)
        if mine is None:
            setattr(proposal, name, theirs)
            if name == "number":
                proposal.session = other.session
        elif theirs not in (None, mine):
            account.doubt(name, f"{label}が名称の欄と表題で違います（{mine} と {theirs}）。", cell.line)


def _read_words(proposal: Proposal, typed: str, line: int, account: Account, *, is_row: bool) -> None:
    words = _without_tail(typed)
    years = [match[0] for match in _FISCAL_YEAR.finditer(words)]
    if len({squeezed(year) for year in years}) == 1 and proposal.fiscal_year is None:
        proposal.fiscal_year = _year(years[0], line, account)
    elif len(years) > 1:
        account.doubt("fiscal_year", "年度がいくつも書かれています。", line)
    rest = _read_session(proposal, words, line, account)
    for year in (*years, *(match[0] for match in _YEAR.finditer(_FISCAL_YEAR.sub("", rest)))):
        rest = rest.replace(year, " ")
    rest = _DATE.sub(" ", rest)
    if held := _HELD_BY.search(rest):
        account.leave(line, held[0].strip())
        rest = rest.replace(held[0], " ")
    core = _core(rest)
    if core and proposal.body is None:
        proposal.body = core
        if not _BODY.search(core) or re.search(r"第\s*[0-9０-９一二三四五六七八九十]+\s*[期次]", core):
            account.doubt("body", f"「{core}」を会議体の名称としました。", line)
    account.take(line, *_words_taken(typed))


def _read_session(proposal: Proposal, words: str, line: int, account: Account) -> str:
    found = list(_SESSION.finditer(words))
    alone = _KIND_ALONE.search(_SESSION.sub("", words))
    if not found:
        if alone and proposal.session is None:
            proposal.session = alone[0]
            account.doubt("session", f"「{alone[0]}」を回次と読みました。", line)
            return words.replace(alone[0], " ", 1)
        return words
    numbers = {figure_of(match["number"]) for match in found}
    if proposal.number is None:
        last = found[-1] if len(found) > 1 and _FISCAL_YEAR.search(words[found[0].end() :]) else found[0]
        proposal.number = figure_of(last["number"])
        proposal.session = re.sub(r"\s+", "", last[0])
        if len(numbers) > 1:
            account.doubt("number", f"回次がいくつも書かれています。「{last[0]}」としました。", line)
        if last["kind"] or alone:
            kind = last["kind"] or (alone[0] if alone else "")
            proposal.session += "" if last["kind"] else kind
            account.doubt("session", f"「{kind}」を会議体の名称ではなく、回次の一部と読みました。", line)
            words = words.replace(kind, " ", 1) if not last["kind"] else words
    return _SESSION.sub(" ", words)


def _year(typed: str, line: int, account: Account) -> int | None:
    try:
        return wareki.parse_year(typed)
    except wareki.WarekiError as error:
        account.doubt("fiscal_year", str(error), line)
        return None


def _without_tail(text: str) -> str:
    bare, before = _HEAD.sub("", text.strip()), ""
    if framed := re.fullmatch(r"[【［\[〔](?P<inner>[^】］\]〕]+)[】］\]〕]", bare):
        bare = framed["inner"].strip()
    while bare != before:
        before, bare = bare, _TAIL.sub("", bare).rstrip("・･／/ 　")
    return bare


def _core(text: str) -> str:
    bare = re.sub(r"[（(][\s　]*[)）]|[「」『』]", " ", text)
    return re.sub(r"[\s　]+", " ", bare).strip(" 　:：-‐–—")


def _words_taken(typed: str) -> list[str]:
    found = [
        match[0] for pattern in (_FISCAL_YEAR, _SESSION, _YEAR, _DATE) for match in pattern.finditer(typed)
    ]
    begun = _HEAD.match(typed.strip())
    bare = _without_tail(typed)
    tail = typed.strip()[typed.strip().find(bare) + len(bare) :]
    return [*found, *([begun[0]] if begun else []), tail]
