"""What the line under an item says was decided."""

import pytest

from meetings.choices import Outcome
from meetings.outcome_lines import outcomes_in


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("—議題について案のとおり承認—", Outcome.APPROVED_AS_PROPOSED),
        ("原案どおり承認", Outcome.APPROVED_AS_PROPOSED),
        ("―全会一致で可決―", Outcome.APPROVED_AS_PROPOSED),
        ("一部修正のうえ承認", Outcome.APPROVED_AS_AMENDED),
        ("修正承認", Outcome.APPROVED_AS_AMENDED),
        ("—議題について再検討—", Outcome.RECONSIDER),
        ("次回へ継続審議", Outcome.CARRIED_OVER),
        ("報告のとおり了承", Outcome.ACKNOWLEDGED),
        ("否決", Outcome.REJECTED),
        ("案を承認しない", Outcome.REJECTED),
        ("不承認", Outcome.REJECTED),
        ("提案者が取り下げ", Outcome.WITHDRAWN),
        ("取下げ", Outcome.WITHDRAWN),
    ],
)
def test_line_is_read_as_its_outcome_and_no_other(line: str, outcome: Outcome) -> None:
    assert outcomes_in(line) == {outcome}


@pytest.mark.parametrize("line", ["", "—資料を確認—", "別紙のとおり"])
def test_line_in_other_words_says_nothing(line: str) -> None:
    assert outcomes_in(line) == frozenset()


def test_line_of_two_outcomes_names_both() -> None:
    assert outcomes_in("（1）は承認、（2）は再検討") == {Outcome.APPROVED_AS_PROPOSED, Outcome.RECONSIDER}
