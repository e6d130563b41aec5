"""公開の可否 of sitting and record, the reasons, and how many listened."""

import re

from meetings.intake.parting import Parts, Row
from meetings.intake.proposal import Proposal
from meetings.intake.source import Account, Cell, cell_lines, squeezed
from portal import wareki

_VALUE = r"(?:一部非公開|一部公開|部分公開|非公開|公開|当日決定)"
_ON, _OFF = "☑☒■●◉レ✓✔✅⦿◎", "□☐○◯〇・"
_REASON = re.compile(
    r"(?:非公開[・又は]*一部非公開の場合は、?その理由|(?:一部)?非公開(?:・一部非公開)?(?:の場合は?、?(?:その)?)?の?理由|理由)\s*[：:]?\s*(?P<reason>.*)",
    re.DOTALL,
)
# 非公開（契約に関する情報を含むため）
_BECAUSE = re.compile(
    r"^(?P<value>(?:一部)?非公開|一部公開)\s*[（(](?P<reason>.{6,}(?:ため|による|に該当|に基づく|規定).{0,12})[)）]$"
)
_NOBODY = re.compile(r"^(?:なし|無し|無|ありません|いなかった|0(?:人|名)?|零(?:人|名))$")
_COUNT = re.compile(r"^(?:\d{1,4})(?:人|名)$")
_OBSERVERS = re.compile(
    r"[（(、,\s]*(?:傍聴者|傍聴人|傍聴)(?:数)?[はの]?\s*[：:]?\s*(?P<count>[0-9０-９一二三四五六七八九十]{1,4}\s*[人名]|な\s*し|無し)[)）]?"
)


def read_flags(proposal: Proposal, parts: Parts, account: Account) -> None:
    """Both flags with their reasons; without a word on the record, 公開 speaks of the sitting."""
    names = {
        "disclosure": "meeting",
        "meeting_disclosure": "meeting",
        "minutes_disclosure": "minutes",
        "reason": "meeting",
        "minutes_reason": "minutes",
    }
    last = "meeting"
    for row in parts.of(*names):
        which = last if row.field == "reason" else names[row.field]
        last = which
        _read_row(proposal, row, which, account)
    for row in parts.of("observers"):
        _read_observers(proposal, row, account)


def _read_row(proposal: Proposal, row: Row, which: str, account: Account) -> None:
    reason: list[str] = []
    for cell in row.cells:
        for part in cell_lines(cell):
            words = _take_observers(proposal, part, account)
            if row.field.endswith("reason") or reason:
                reason.append(words)
                continue
            found = _REASON.search(words)
            if found:
                is_bracketed = words[: found.start()].rstrip().endswith(("（", "("))
                reason.append(found["reason"].rstrip("）)") if is_bracketed else found["reason"])
                account.take(part.line, words[found.start() : found.start("reason")])
                words = words[: found.start()]
            _read_value(proposal, Cell(part.line, words), which, account)
    text = "".join(reason).strip(" 　：:")
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1]
    if text in {"", "-", "―", "－", "ー", "なし"}:
        account.take(row.line, text)
    else:
        setattr(proposal, f"{which}_reason", text)


def _read_value(proposal: Proposal, cell: Cell, which: str, account: Account) -> None:
    because = _BECAUSE.match(cell.text.strip())
    if because and getattr(proposal, f"{which}_reason") is None:
        setattr(proposal, f"{which}_reason", because["reason"].strip())
        cell = Cell(cell.line, because["value"])
    words = squeezed(cell.text)
    if not words:
        return
    field = f"{which}_disclosure"
    value = _chosen(words)
    if value and getattr(proposal, field) in (None, value):
        setattr(proposal, field, value)
        account.take(cell.line, cell.text if _is_only_choices(words) else value)
        rest = re.sub(rf"{_VALUE}|[\s{_ON}{_OFF}()\[\]xX]", "", words)
        if rest:
            account.leave(cell.line, cell.text)
            account.doubt(field, f"公開の可否の欄に、ほかの言葉があります（{rest}）。", cell.line)
        return
    account.leave(cell.line, cell.text)
    account.doubt(field, f"公開・非公開のどれか読めません（{cell.text[:40]}）。", cell.line)


def _chosen(words: str) -> str | None:
    """The one value that is marked, or the only one there is."""
    values = re.findall(_VALUE, words)
    marked = re.findall(rf"(?:[{_ON}]|\[[xXレ✓]\]|\([xXレ✓○]\))({_VALUE})", words)
    if len(values) == 1 and not re.search(rf"[{_OFF.replace('・', '')}]{_VALUE}", words) and not marked:
        return values[0] if re.fullmatch(rf"[・(]?{_VALUE}(?:[)（(、,とでしただ。].*)?", words) else None
    leading = re.match(rf"({_VALUE})[（(]", words)
    if leading and not marked and (len(set(values)) == 1 or leading[1].startswith(("一部", "部分"))):
        return leading[1]
    if len(marked) == 1 and len(values) >= 1:
        return str(marked[0])
    return None


def _is_only_choices(words: str) -> bool:
    return not re.sub(rf"{_VALUE}|[{_ON}{_OFF}()\[\]xX]", "", words)


def _take_observers(proposal: Proposal, cell: Cell, account: Account) -> str:
    """公開（傍聴者3名）: the count goes where it belongs."""
    found = _OBSERVERS.search(cell.text)
    if found is None:
        return cell.text
    _set_count(proposal, found["count"], cell.line, account)
    account.take(cell.line, found[0])
    return cell.text[: found.start()] + cell.text[found.end() :]


def _read_observers(proposal: Proposal, row: Row, account: Account) -> None:
    words = " ".join(cell.text for cell in row.cells)
    if _set_count(proposal, words, row.line, account):
        for cell in row.cells:
            account.take(cell.line, cell.text)
    elif words:
        account.leave(row.line, words)


def _set_count(proposal: Proposal, typed: str, line: int, account: Account) -> bool:
    plain = re.sub(r"[一二三四五六七八九十〇]+(?=[人名])", _figures, squeezed(typed)).strip("()。")
    if _NOBODY.match(plain):
        count = 0
    elif _COUNT.match(plain) or plain.isdecimal():
        count = int(re.sub(r"\D", "", plain))
    else:
        account.doubt("observer_count", f"傍聴者の数を読めません（{typed.strip()[:30]}）。", line)
        return False
    if proposal.observer_count not in (None, count):
        account.doubt("observer_count", "傍聴者の数が二通りに書かれています。", line)
        return False
    proposal.observer_count = count
    return True


def _figures(found: re.Match[str]) -> str:
    return wareki.plain(f"{found[0]}分").removesuffix("分")
