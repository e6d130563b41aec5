"""Who was there: the members and the secretariat, each as printed."""

import dataclasses
import re

from meetings.intake.labels import SIDE
from meetings.intake.parting import Parts, Row
from meetings.intake.proposal import Proposal
from meetings.intake.source import Account, Cell, cell_lines, squeezed, without_bullet
from meetings.intake.speakers import ROLES, is_role

_COUNT = re.compile(
    r"^(?:計|以上|合計|総数|出席|委員|部員|定数|うち|全|事務局|構成員|部会員)?\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[名人](?:出席|中[0-9０-９]{1,3}[名人]?(?:出席)?|全員出席)?$"
)
_REMARK = re.compile(
    r"[（(〔](?:敬称略|順不同|五十音順|50音順|順不同・敬称略|敬称略・順不同|敬称略、順不同|敬称略、五十音順|敬称略・五十音順)[)）〕]"
)
_NOBODY = re.compile(r"^(?:なし|無し|無|特になし|-|－|―|ー)$")
_INNER = re.compile(
    r"(?:^|(?<=[\s　、]))(?:(?P<bare>事務局|説明員|欠席者|欠席委員|委員|部員|部会員|本部員|構成員|オブザーバー?)[：:]"
    r"|[（(【\[［＜<](?P<group>事務局|説明員|欠席者|欠席委員|委員|部員|部会員|本部員|構成員|オブザーバー)[】)）\]］＞>][：:]?)"
)
_TAIL_COUNT = re.compile(
    r"[（(](?:委員|計|全|うち|以上)?\s*(?:[0-9０-９]{1,3}[名人]中)?\s*[0-9０-９]{1,3}\s*[名人](?:出席|全員出席)?[)）]\s*$"
)
_NUMBERED = re.compile(r"^(?:[（(]?[0-9０-９]{1,2}[)）.．]|[①-⑳]|[0-9０-９]{1,2}[\s　])\s*")
_UNIT = re.compile(
    r"(?:部|課|室|係|局|区|市|町|村|県|都|府|会|所|署|大学|学校|協会|組合|センター|社|法人|団体)$"
)
_PERSON = re.compile(r"^[一-龥々ヶぁ-んァ-ヶー]{2,8}$")
_SEAT_NUMBER = re.compile(r"^[0-9０-９一二三四五六七八九十]{1,3}番$")
_NO_NAME = re.compile(r"について|議題|議案|概要|審議|の件|。|[0-9０-９][名人]$")
_UNIT_CELL = re.compile(
    r"^(?P<unit>[^\t、，]+(?:部|課|室|係|局|区|市|町|村|県|都|府|会|所|署|大学|社))\s*\t(?=\S)"
)
_PRESENT = re.compile(r"[\s　]+出席\s*$")
_GROUP_OF = re.compile(
    r"^(?:委員|部員|構成員|本部員|部会員|幹事|会員|事務局)\s*[（(](?P<names>[^（）()]*[、，,][^（）()]*)[)）]$"
)
_ABSENT = re.compile(r"[（(〔\s　](?:欠席|ご欠席|欠)[)）〕]?\s*$")
_GROUPS = {
    **dict.fromkeys(("委員", "部員", "部会員", "本部員", "構成員"), "members"),
    "事務局": "secretariat",
}
_SPLIT = re.compile(r"[、，,；;]|\s{2,}|　{2,}|\t")


def read_people(proposal: Proposal, parts: Parts, account: Account) -> None:
    """The rows of those present; who was absent or stood by keeps to 未配置."""
    for row in parts.of("members", "secretariat", "attendees"):
        _read_row(proposal, row, account)
    for row in parts.of("absent", "others", "office", "next", "signers"):
        account.leave(row.line, row.source)
        for cell in row.cells:
            if cell.line != row.line:
                account.leave(cell.line, cell.text)
    if parts.of("members", "attendees") and not proposal.members:
        account.doubt("members", "出席した委員の名前を読めません。")


def _read_row(proposal: Proposal, typed: Row, account: Account) -> None:
    row = typed
    for cell in typed.cells:
        if SIDE.match(squeezed(cell.text)):
            row = _row_of_the_office(row, cell, account)
            continue
        for part in cell_lines(cell):
            _read_line(proposal, row, part, account)
    _check_count(proposal, typed, account)


def _row_of_the_office(row: Row, cell: Cell, account: Account) -> Row:
    """(2) 市 below the members: who comes next works for the office."""
    account.leave(cell.line, cell.text)
    account.doubt(
        "secretariat", f"「{cell.text.strip()}」の下の名前を、事務局の出席者としました。", cell.line
    )
    return dataclasses.replace(row, field="secretariat")


def _read_line(proposal: Proposal, row: Row, cell: Cell, account: Account) -> None:
    words = _cells_as_words(row, cell, account)
    if _ABSENT.search(words):
        account.leave(cell.line, words)
        return
    if attends := _PRESENT.search(words):
        account.leave(cell.line, attends[0])
    words = _in_columns(_PRESENT.sub("", words))
    for remark in _REMARK.findall(words):
        account.leave(cell.line, remark)
        words = words.replace(remark, " ")
    if tail := _TAIL_COUNT.search(words):
        account.leave(cell.line, tail[0])
        words = words[: tail.start()]
    group = row.field
    start = 0
    for found in _INNER.finditer(words):
        _read_names(proposal, group, Cell(cell.line, words[start : found.start()]), row, account)
        named = found["group"] or found["bare"]
        account.take(cell.line, named)
        group = _GROUPS.get(named, "others")
        start = found.end()
    _read_names(proposal, group, Cell(cell.line, words[start:]), row, account)


def _cells_as_words(row: Row, cell: Cell, account: Account) -> str:
    """The cells of a table: one person a row, or a role and the names beside it."""
    words = cell.text
    if "\t" not in words:
        return words
    if not re.search("[、，,]", words):
        return _one_of_a_table(words, row, cell, account)
    first, _, rest = words.partition("\t")
    if squeezed(first) not in ROLES:
        return words
    account.leave(cell.line, first)
    return rest


def _in_columns(words: str) -> str:
    """会長　　　副区長　　　鈴木　一郎: role, office and name in columns are one person."""
    pieces = [piece for piece in re.split(r"\s{2,}|　{2,}", words.strip()) if piece]
    roles = [piece for piece in pieces if squeezed(piece) in ROLES]
    is_one = (
        len(pieces) == 3
        and roles[:1] == pieces[:1]
        and _ends_in_title(pieces[1])
        and not _ends_in_title(pieces[2])
    )
    return " ".join(pieces) if is_one and not re.search(r"[、，,]", words) else words


def _one_of_a_table(words: str, row: Row, cell: Cell, account: Account) -> str:
    """A row of a table of names: role, name and place of work are one person; its head is none."""
    if any(squeezed(each) in {"氏名", "名前"} for each in words.split("\t")):
        account.leave(cell.line, words)
        return ""
    field = "secretariat" if row.field == "secretariat" else "members"
    account.doubt(field, "表の一行を、一人の名前と読みました。", cell.line)
    return " ".join(words.split("\t"))


def _read_names(proposal: Proposal, group: str, cell: Cell, row: Row, account: Account) -> None:
    names = [name for name in names_in(cell, account, group) if name]
    if not names:
        return
    _without_odd_names(names, group, cell, account)
    if group == "others" or any("別紙" in name or "名簿" in name for name in names):
        account.leave(cell.line, cell.text)
        if group != "others":
            account.doubt("members", "名前は別紙にあるため、出席者は空欄です。", cell.line)
        return
    if (
        group == "secretariat"
        and row.group != "attendees"
        and all(_UNIT.search(squeezed(name)) for name in names)
    ):
        account.doubt("secretariat", "担当課か出席者か分からないため、事務局の出席者としました。", cell.line)
    if group == "attendees":
        _doubt_mixed(names, cell, account)
    (proposal.secretariat if group == "secretariat" else proposal.members).extend(names)


def _without_odd_names(names: list[str], group: str, cell: Cell, account: Account) -> None:
    """Titles of items and bare counts are no names; 職員2名 of the secretariat stays, doubted."""
    for odd in [name for name in names if _NO_NAME.search(name)]:
        field = "secretariat" if group == "secretariat" else "members"
        account.doubt(field, f"「{odd[:30]}」は、名前ではないかもしれません。", cell.line)
        if group != "secretariat" or not re.search(r"[名人]$", odd):
            account.leave(cell.line, odd)
            names.remove(odd)


def _doubt_mixed(names: list[str], cell: Cell, account: Account) -> None:
    if any(re.search(r"事務局|欠席|説明員|傍聴|随行|代理人", name) for name in names):
        account.doubt("members", "委員と事務局などの区別が読めない名前があります。", cell.line)


def names_in(cell: Cell, account: Account, group: str) -> list[str]:
    """The names of a line, parted where it is plain that two stand there."""
    names: list[str] = []
    before = ""
    text = cell.text
    if unit := _UNIT_CELL.match(text):
        text = text.replace("\t", " ", 1)
        account.doubt(
            "members" if group != "secretariat" else "secretariat",
            f"「{unit['unit']}」を、次の名前と続けて読みました。",
            cell.line,
        )
    for part in _with_holders(_outside_brackets(text)):
        bare = _NUMBERED.sub("", without_bullet(part)).strip(" 　：:・。")
        if inner := _GROUP_OF.match(bare):
            names.extend(name.strip() for name in re.split(r"[、，,]", inner["names"]) if name.strip())
            account.take(cell.line, bare[: inner.start("names")])
            field = "secretariat" if group == "secretariat" else "members"
            account.doubt(field, f"「{bare[:20]}」の括弧の中を、一人ずつの名前と読みました。", cell.line)
            continue
        if not bare or _NOBODY.match(squeezed(bare)):
            account.take(cell.line, bare)
        elif _COUNT.match(squeezed(bare)):
            account.leave(cell.line, bare)
        else:
            account.take(cell.line, part[: part.find(bare)])
            if squeezed(bare) in ROLES and squeezed(bare) not in {"委員", "事務局"} and "　　" in text:
                before = f"{bare} "
                continue
            bare, before = before + bare, ""
            names.extend(_apart(bare, cell, account, group))
    return [*names, *filter(None, [before.strip()])]


def _with_holders(parts: list[str]) -> list[str]:
    """総務部長　　　山田　太郎: an office and, in the next column, who holds it, are one."""
    joined: list[str] = []
    for part in parts:
        before = joined[-1].strip() if joined else ""
        is_office = _ends_in_title(before) and squeezed(before) not in ROLES
        if is_office and _PERSON.match(squeezed(part)) and not _ends_in_title(part):
            joined[-1] = f"{before} {part.strip()}"
        else:
            joined.append(part)
    return joined


def _outside_brackets(text: str) -> list[str]:
    """Parted at 、 and wide gaps, but never inside brackets."""
    parts, depth, last = [], 0, 0
    for found in re.finditer(rf"[（(〔]|[)）〕]|{_SPLIT.pattern}", text):
        if found[0] in "（(〔":
            depth += 1
        elif found[0] in ")）〕":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[last : found.start()])
            last = found.end()
    return [*parts, text[last:]]


def _apart(words: str, cell: Cell, account: Account, group: str) -> list[str]:
    tokens = words.split()
    joined = words.split("・")
    if len(joined) > 1 and all(_ends_in_title(each) for each in joined):
        return joined
    if all(_COUNT.match(squeezed(token)) for token in tokens):
        account.leave(cell.line, words)
        account.doubt("members", f"人数だけが書かれています（{words}）。", cell.line)
        return []
    if len(tokens) % 2 == 0 and all(_SEAT_NUMBER.match(token) for token in tokens[::2]):
        return [f"{number} {name}" for number, name in zip(tokens[::2], tokens[1::2], strict=True)]
    titled = [token for token in tokens if _ends_in_title(token)]
    if len(tokens) > 1 and len(titled) == len(tokens) and not is_bare_role(tokens[0]):
        return tokens
    if (len(tokens) <= 2 and (len(tokens) == 1 or _is_one(tokens))) or _is_role_with_name(tokens):
        return [words]
    name = "secretariat" if group == "secretariat" else "members"
    account.doubt(name, f"「{words[:40]}」は、何人の名前か分かりません。", cell.line)
    return [words]


def is_bare_role(token: str) -> bool:
    """会長 alone, that names no person or office yet."""
    return squeezed(token) in ROLES


def _ends_in_title(token: str) -> bool:
    return is_role(re.sub(r"[（(].*[)）]$", "", token))


def _is_one(tokens: list[str]) -> bool:
    first, second = tokens
    if _ends_in_title(first) != _ends_in_title(second) or _UNIT.search(first):
        return True
    return len(first) <= 3 and len(second) <= 3


def _is_role_with_name(tokens: list[str]) -> bool:
    tokens = [re.sub(r"[（(].*$", "", token) or token for token in tokens]
    rest = [token for token in tokens if not _ends_in_title(token) and not _UNIT.search(token)]
    return 0 < len(rest) <= 2 and all(len(token) <= 4 for token in rest) and len(tokens) <= 4


def _check_count(proposal: Proposal, row: Row, account: Account) -> None:
    """（10名） beside the label has to be what was read."""
    found = re.search(r"([0-9０-９]{1,3})\s*[名人]", row.remark)
    names = proposal.secretariat if row.field == "secretariat" else proposal.members
    if found and int(found[1]) != len(names):
        field = "secretariat" if row.field == "secretariat" else "members"
        account.doubt(field, f"{row.label}{row.remark}とありますが、{len(names)}人を読みました。", row.line)
