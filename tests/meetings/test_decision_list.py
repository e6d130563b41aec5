"""決定事項一覧 as composed, on plain data."""

from datetime import date

import pytest

from meetings.decision_list import (
    ClashRecord,
    CommitmentRecord,
    Dated,
    DeferralRecord,
    MotionRecord,
    Proceedings,
    compose,
    span_label,
)
from meetings.printed import Field, words_of


def motion(asked: str, outcome: str = "", *, item: str = "議案（2）", basis: str = "導出") -> MotionRecord:
    sentence = Field(f"{asked}の決定。", basis=basis) if outcome else None
    return MotionRecord(item, Field(asked, basis="導出"), outcome, basis if outcome else "", sentence)


def commitment(number: int, **values: object) -> CommitmentRecord:
    given: dict[str, object] = {
        "subject": Field("周知する"),
        "owner": Field("事務局"),
        "due": None,
        "starts": None,
        "condition": "",
        "words": "周知したい",
        "item_label": "議案（1）",
        "state": "未完了",
    }
    return CommitmentRecord(number=number, **{**given, **values})  # type: ignore[arg-type]


def proceedings(**values: object) -> Proceedings:
    given: dict[str, object] = {
        "name": "第1回",
        "held": "令和6年6月27日",
        "next_meeting": "",
        "report_count": 3,
        "motions": (),
        "deferrals": (),
        "commitments": (),
    }
    return Proceedings(**{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "expected"),
    [
        (date(2024, 9, 1), date(2024, 9, 30), "month", "令和6年9月"),
        (date(2024, 10, 1), date(2025, 3, 31), "fiscal_year", "令和6年10月～令和7年3月"),
        (date(2024, 7, 1), date(2024, 7, 10), "ten_days", "令和6年7月1日～10日"),
        (date(2024, 7, 25), date(2024, 8, 5), "day", "令和6年7月25日～令和6年8月5日"),
        (date(2024, 7, 1), date(2024, 7, 1), "day", "令和6年7月1日（月）"),
        (None, date(2024, 7, 27), "day", "令和6年7月27日（土）まで"),
        (None, date(2024, 7, 31), "day", "令和6年7月31日（水）まで"),
        (None, date(2024, 10, 31), "month", "令和6年10月まで"),
        (None, date(2025, 3, 31), "fiscal_year", "令和6年度末まで"),
        (date(2025, 4, 1), None, "month", "令和7年4月から"),
        (date(2025, 4, 2), None, "day", "令和7年4月2日（水）から"),
        (None, None, "month", "定まらない（要確認）"),
    ],
)
def test_span_label_says_no_more_than_the_bounds(earliest, latest, precision, expected):
    assert span_label(Dated("言葉", earliest, latest, precision)) == expected


def test_motions_of_one_item_share_its_cell_and_open_outcomes_are_dashed():
    decisions = compose(
        proceedings(
            motions=(
                motion("延期すること", "approved_as_proposed", item="議案（1）"),
                motion("B社とすること", "reconsider"),
                motion("12月とすること"),
            )
        )
    )
    rows = decisions.sections[0].rows
    assert [len(row) for row in rows] == [4, 4, 3]
    assert rows[1][0].rows == 2
    assert [(words_of(row[-2].lines[0]), row[-2].frame) for row in rows] == [
        ("案のとおり承認", "closed"),
        ("再検討", "open"),
        ("未決定", "open"),
    ]
    assert decisions.facts[1][0] == ("件数", "議決 3件（案のとおり承認1・再検討1・未決定1）、報告 3件")


def test_basis_shared_by_a_column_is_said_once_and_others_beside_their_value():
    decisions = compose(
        proceedings(
            motions=(
                motion("延期すること", "approved_as_proposed", basis="導出"),
                motion("B社とすること", "reconsider", basis=""),
            )
        )
    )
    (section,) = decisions.sections
    assert section.notes == ("導出：議決事項（求められたこと）は、会議録の原文ではありません。",)
    assert words_of(section.rows[0][-1].lines[0]) == "延期することの決定。導出"
    assert words_of(section.rows[1][-1].lines[0]) == "B社とすることの決定。"


def test_sections_without_rows_fall_away_and_the_others_are_numbered():
    decisions = compose(proceedings(motions=(motion("延期すること"),), commitments=(commitment(1),)))
    assert [section.heading for section in decisions.sections] == ["1　議決事項と決定", "2　対応事項（1件）"]
    assert compose(proceedings()).sections == ()


def test_deferral_says_who_works_who_decides_until_when_and_what_is_missing():
    due = Dated("長くてもあと1か月", None, date(2024, 7, 27), "day")
    deferral = DeferralRecord(
        "議案（2）", Field("政策経営部"), "政経部", Field("記載なし"), due, Field("再測定\n区長への確認\n")
    )
    (row,) = compose(proceedings(deferrals=(deferral,))).sections[0].rows
    assert [["".join(words_of(line)) for line in cell.lines] for cell in row] == [
        ["議案（2）"],
        ["政策経営部", "「政経部」", "決める者：記載なし"],
        ["令和6年7月27日（土）まで", "「長くてもあと1か月」"],
        ["再測定／区長への確認"],
    ]


def test_commitment_without_a_date_says_its_condition_or_that_it_has_none():
    starts = Dated("今年度後半", date(2024, 10, 1), date(2025, 3, 31), "fiscal_year")
    rows = (
        compose(
            proceedings(
                commitments=(
                    commitment(1),
                    commitment(2, condition="結論が出たら"),
                    commitment(3, starts=starts),
                )
            )
        )
        .sections[0]
        .rows
    )
    assert [[words_of(line) for line in row[3].lines] for row in rows] == [
        ["期限なし"],
        ["「結論が出たら」"],
        ["着手 令和6年10月～令和7年3月"],
    ]


def test_what_does_not_agree_stands_below_its_section_with_both_facts_and_changes_the_check_number():
    motions = (motion("B社を選定すること", "reconsider"),)
    late = ClashRecord("motions", "結果が記載と違います", [("決定の結果", "再検討"), ("議決の記載", "承認")])
    known = ClashRecord("deferrals", "期限に間に合いません。", [("期限", "7月27日")], is_acknowledged=True)
    deferral = DeferralRecord("議案（2）", Field("政策経営部"), "", Field("記載なし"), None, Field(""))

    told = compose(proceedings(motions=motions, deferrals=(deferral,), clashes=(known, late)))
    plain = compose(proceedings(motions=motions, deferrals=(deferral,)))

    assert [section.checks for section in told.sections] == [
        (("確認が必要 1", "結果が記載と違います：決定の結果は再検討、議決の記載は承認。"),),
        (("確認が必要 2", "期限に間に合いません（了解済み）：期限は7月27日。"),),
    ]
    assert [section.checks for section in plain.sections] == [(), ()]
    assert told.check_number != plain.check_number


def test_items_settled_by_reading_are_named():
    decisions = compose(
        proceedings(unspoken=(("資料の確認のみで審議していない", ["報告（1）", "報告（2）"]),))
    )
    assert decisions.remarks == ("報告（1）、報告（2）は、資料の確認のみで審議していない。",)
