"""What was decided, from the rows that say so."""

from meetings.choices import EntryKind
from meetings.intake.proposal import Proposal, ProposedDecision
from meetings.intake.source import Account
from meetings.outcome_lines import outcomes_in


def read_decisions(proposal: Proposal, account: Account) -> None:
    """One decision for each outcome row, under the item whose heading came last."""
    for entry in proposal.entries:
        if entry.kind != EntryKind.OUTCOME:
            continue
        found = outcomes_in(entry.text)
        outcome = str(next(iter(found)).label) if len(found) == 1 else None
        if outcome is None:
            account.doubt(
                "decisions", f"「{entry.text[:30]}」から決定の種類を一つに決められません。", entry.line
            )
        if entry.item is None:
            account.doubt("decisions", f"「{entry.text[:30]}」がどの議題のものか分かりません。", entry.line)
        proposal.decisions.append(ProposedDecision(entry.item, outcome, entry.text))
    if not proposal.decisions and proposal.agenda:
        account.doubt("decisions", "議決の記載が見つかりません。発言の中の決定は、読んで確かめてください。")
