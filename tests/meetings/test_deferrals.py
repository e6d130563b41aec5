"""The outlook of a deferral: words on plain dates."""

from datetime import date

import pytest

from meetings.deferrals import Sitting, outlook

LAST_DAY = date(2024, 7, 27)
SEPTEMBER = Sitting(date(2024, 9, 1), date(2024, 9, 30), "9月（日程未定）")
JULY = Sitting(date(2024, 7, 1), date(2024, 7, 31), "7月（日程未定）")
IN_TIME = Sitting(date(2024, 7, 10), date(2024, 7, 10), "令和6年7月10日（水）")
SOMEDAY = Sitting(None, None, "日程未定")


@pytest.mark.parametrize(
    ("latest", "sittings", "returns", "words", "is_warning"),
    [
        (None, [SEPTEMBER], True, "期限の日は定まっていません", False),
        (LAST_DAY, [IN_TIME, SEPTEMBER], None, "期限までに会議が予定されています", False),
        (LAST_DAY, [SEPTEMBER], None, "会議に戻す場合、期限に間に合う会議がありません", True),
        (LAST_DAY, [SEPTEMBER], True, "期限までに開かれる会議がありません", True),
        (LAST_DAY, [SEPTEMBER], False, "次の会議：9月", False),
        (LAST_DAY, [JULY], True, "期限に間に合うとは限りません", True),
        (LAST_DAY, [SOMEDAY], True, "期限までに開かれる会議がありません", True),
        (LAST_DAY, [], True, "次の会議の予定は登録されていません", True),
    ],
)
def test_outlook_compares_the_last_day_with_the_sittings_to_come(
    latest: date | None, sittings: list[Sitting], returns: bool | None, words: str, is_warning: bool
) -> None:
    found = outlook(latest, sittings, returns_to_meeting=returns)

    assert words in found.text
    assert found.is_warning is is_warning
