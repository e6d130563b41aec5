"""A second look at what was read: what a careful reader would stumble over becomes a doubt, never silence."""

import re
from collections import Counter

from meetings.choices import EntryKind
from meetings.intake.proposal import Proposal
from meetings.intake.source import Account, squeezed

# A line that begins so, below the words of somebody, may be a heading, an outcome or somebody else.
_OPENS = re.compile(
    r"^\s*(?:[○〇◎◆●■□▼◇<＜【〔→⇒➡]|(?:議題|議案|報告|協議)\s*第?\s*[0-9０-９一二三四五六七八九十（(①-⑳])"
)
_NO_PERSON = re.compile(
    r"[：:。<>＜＞【】]|^公開|非公開|傍聴|議題|議事|資料|日時|会場|欠席|[0-9０-９]\s*[名人](?![ぁ-ん一-龥])"
)
_NO_BODY = re.compile(r"[【】「」<>＜＞：:。]|\d\s*[年月日時]|議事録|会議録")
_NO_PLACE = re.compile(r"\d\s*[時:：]\s*\d|出席|議題|。")
_SAID_IN_A_LIST = re.compile(r"^\s*[-‐－–・*＊]\s*[^：:。、]{1,12}[：:]")
_MOST_LISTENERS = 500


def look_again(proposal: Proposal, account: Account) -> None:
    """Doubt what does not look like what it should be."""
    _numbers(proposal, account)
    _titles(proposal, account)
    _names(proposal, account)
    _rows(proposal, account)
    for name, odd, words in (("body", _NO_BODY, "会議体の名称"), ("venue", _NO_PLACE, "開催場所")):
        value = getattr(proposal, name)
        if value and (odd.search(value) or len(value) > 60):
            account.doubt(name, f"「{value[:30]}」は、{words}だけではないかもしれません。")
    if proposal.observer_count and proposal.observer_count > _MOST_LISTENERS:
        account.doubt("observer_count", f"傍聴者が{proposal.observer_count}人と読めます。")


def _numbers(proposal: Proposal, account: Account) -> None:
    """The items of a category count from 1 without a gap, and a paper has its number alone."""
    counted: dict[str | None, list[int]] = {}
    for item in proposal.agenda:
        if item.number is not None:
            counted.setdefault(item.category, []).append(item.number)
    for category, numbers in counted.items():
        first = numbers[0] if category else 1
        if numbers != list(range(first, first + len(numbers))):
            told = "、".join(map(str, numbers))
            account.doubt("agenda", f"{category or '議題'}の番号が続いていません（{told}）。")
    if counted and any(item.number is None for item in proposal.agenda):
        account.doubt("agenda", "番号のない議題があります。")
    papers = Counter(paper.number for paper in proposal.handouts if paper.number)
    for number in (number for number, count in papers.items() if count > 1):
        account.doubt("handouts", f"資料{number}が二度以上書かれています。")


def _titles(proposal: Proposal, account: Account) -> None:
    for field, named in (("agenda", proposal.agenda), ("handouts", proposal.handouts)):
        for each in named:
            if len(each.title) > 80 or re.search(r"。|^[ア-ンa-zA-Z][\s　.．)）]", each.title):
                account.doubt(field, f"「{each.title[:30]}」は、名だけではないかもしれません。", each.line)


def _names(proposal: Proposal, account: Account) -> None:
    for field, names in (("members", proposal.members), ("secretariat", proposal.secretariat)):
        for name in names:
            if re.search(r"[（(][^（）()]*[、，,][^（）()]*[)）]", name):
                account.doubt(field, f"「{name[:30]}」の括弧の中に、何人かの名前があるかもしれません。")
            if _NO_PERSON.search(re.sub(r"[（(][^（）()]*[)）]", "", name)) or len(squeezed(name)) > 40:
                account.doubt(field, f"「{name[:30]}」は、一人の名前ではないかもしれません。")
    for name in sorted({*proposal.members} & {*proposal.secretariat}):
        account.doubt("members", f"「{name[:30]}」が、部員と事務局の両方にあります。")


def _rows(proposal: Proposal, account: Account) -> None:
    for entry in proposal.entries:
        if entry.kind == EntryKind.SPEECH:
            for below in entry.text.split("\n")[1:]:
                if _OPENS.match(below):
                    said = f"「{below.strip()[:20]}」は、発言の続きではないかもしれません。"
                    account.doubt("entries", said, entry.line)
            if re.search(r"[<>「」。]", entry.speaker or "") or len(entry.speaker or "") > 20:
                account.doubt(
                    "entries",
                    f"「{(entry.speaker or '')[:20]}」は、発言者ではないかもしれません。",
                    entry.line,
                )
        elif entry.kind == EntryKind.NARRATIVE and _SAID_IN_A_LIST.match(entry.text):
            account.doubt("entries", f"「{entry.text[:20]}」は、発言かもしれません。", entry.line)
