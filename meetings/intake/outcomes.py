"""What was decided: from the rows that say so, and from what the chair says where no row does."""

import re

from meetings.choices import EntryKind, Outcome
from meetings.intake.items import item_numbered
from meetings.intake.numbering import figure_of
from meetings.intake.proposal import Proposal, ProposedDecision, ProposedEntry
from meetings.intake.source import Account, squeezed
from meetings.outcome_lines import outcomes_in

_CHAIRS = re.compile(r"(?:本部長|会長|委員長|議長|座長|部会長|[市区町村]長|知事|教育長|司会|進行|リーダー)")
_SETTLES = re.compile(
    r"[^。\n]*(?:(?:原案|本案|案)の?(?:とおり|どおり|通り)|承認|可決|了承|否決|継続審議|再検討|再審議|取下げ|決定)[^。\n]{0,14}(?:された|となった|となりました|こととした|ととした|されました)(?:[。\n]|$)"
)
_PRESIDES = re.compile(r"(?<!副)(?:本部長|会長|委員長|議長|座長|部会長)")
_FINAL = r"(?:された|されました|する|します|いたします|いたしました|とする|とします|といたします|しました|した|ました|することとする|することとします)(?![いがかく])"
# What the chair says when a matter is settled; a wish (決定したい) settles nothing.
_SAID = (
    (rf"(?:継続(?:審議|検討|協議)?|引き続き(?:審議|検討|協議))(?:と)?{_FINAL}。", Outcome.CARRIED_OVER),
    (rf"再検討(?:と)?{_FINAL}。", Outcome.RECONSIDER),
    (rf"(?:否決){_FINAL}", Outcome.REJECTED),
    (rf"(?:報告として)?了承(?:と)?{_FINAL}", Outcome.ACKNOWLEDGED),
    (
        rf"(?:原案|本案|案|提案)の?(?:とおり|どおり|通り)(?:に)?(?:、)?(?:決定|可決|承認|決)?(?:に|と)?{_FINAL}|(?:承認|可決)(?:と)?{_FINAL}",
        Outcome.APPROVED_AS_PROPOSED,
    ),
)
_NAMED = re.compile(
    r"(?:議案|議題|報告|案件|協議)\s*第?\s*[（(]?(?P<after>[0-9０-９一二三四五六七八九十]{1,3}|[①-⑳])|(?:^|それでは|では|次に)、?[（(]?(?P<alone>[0-9０-９]{1,2})[)）]?(?=については|は)"
)


def read_decisions(proposal: Proposal, account: Account) -> None:
    """One decision for each outcome row, under the item it names or the item whose heading came last."""
    for entry in proposal.entries:
        if entry.kind == EntryKind.OUTCOME:
            _from_row(proposal, entry, account)
    settled = {each.item for each in proposal.decisions}
    chairs = _chairs_of(proposal)
    for entry in proposal.entries:
        speaker = squeezed(entry.speaker or "")
        if entry.kind == EntryKind.SPEECH and (_CHAIRS.search(speaker) or speaker in chairs):
            _from_speech(proposal, entry, settled, account)
    _doubt_unsettled(proposal, {each.item for each in proposal.decisions}, account)
    if not proposal.decisions and proposal.agenda:
        account.doubt("decisions", "議決の記載が見つかりません。発言の中の決定は、読んで確かめてください。")


def _doubt_unsettled(proposal: Proposal, settled: set[int | None], account: Account) -> None:
    """A row that says what was decided of an item without a decision."""
    for entry in proposal.entries:
        is_other = entry.kind in {EntryKind.NARRATIVE, EntryKind.SUMMARY, EntryKind.SPEECH, EntryKind.STAGE}
        found = _SETTLES.search(entry.text) if is_other else None
        if found and (entry.item is None or entry.item not in settled):
            account.doubt("decisions", f"「{found[0][-30:]}」は、決定かもしれません。", entry.line)


def _chairs_of(proposal: Proposal) -> set[str]:
    """What those who preside are called: 田口(座長) is 田口, 部会長：総務部次長 is 総務部次長."""
    named = [name for name in proposal.members if _PRESIDES.search(name)]
    return {squeezed(word) for name in named for word in re.split(r"[\s（()）：:]+", name) if len(word) > 1}


def _from_row(proposal: Proposal, entry: ProposedEntry, account: Account) -> None:
    found = outcomes_in(entry.text)
    outcome = str(next(iter(found)).label) if len(found) == 1 else None
    item = entry.item if entry.about is None else item_numbered(proposal, entry.about)
    if outcome is None:
        account.doubt("decisions", f"「{entry.text[:30]}」から決定の種類を一つに決められません。", entry.line)
    if item is None:
        account.doubt("decisions", f"「{entry.text[:30]}」がどの議題のものか分かりません。", entry.line)
    proposal.decisions.append(ProposedDecision(item, outcome, entry.text))


def _from_speech(
    proposal: Proposal, entry: ProposedEntry, settled: set[int | None], account: Account
) -> None:
    """A sentence of the chair that settles an item which no row settles; always to be looked at."""
    for sentence in re.findall(r"[^。\n]+。?", entry.text):
        outcome = next(
            (outcome for words, outcome in _SAID if re.search(words, f"{sentence.rstrip('。')}。")), None
        )
        if outcome is None or re.search(
            r"(?:か|異議なし|でしょうか)[。？]?$|御?異議", sentence.split("認め")[-1]
        ):
            continue
        named = _NAMED.search(sentence)
        item = item_numbered(proposal, figure_of(named["after"] or named["alone"])) if named else entry.item
        if item in settled and item is not None:
            continue
        settled.add(item)
        words = sentence.strip()
        account.doubt(
            "decisions", f"発言「{words[:30]}」から決定を読みました。確かめてください。", entry.line
        )
        if item is None:
            account.doubt("decisions", f"「{words[:30]}」がどの議題のものか分かりません。", entry.line)
        proposal.decisions.append(ProposedDecision(item, str(outcome.label), words))
