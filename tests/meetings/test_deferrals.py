"""The outlook of a deferral: words on plain dates."""

from datetime import date

import pytest

from meetings.deferrals import Sitting, Sureness, outlook

LAST_DAY = date(2024, 7, 27)
SEPTEMBER = Sitting(date(2024, 9, 1), date(2024, 9, 30), "9月（日程未定）")
JULY = Sitting(date(2024, 7, 1), date(2024, 7, 31), "7月（日程未定）")
IN_TIME = Sitting(date(2024, 7, 10), date(2024, 7, 10), "令和6年7月10日（水）")
SOMEDAY = Sitting(None, None, "日程未定")


OPEN_START = Sitting(None, date(2024, 8, 31), "8月まで")
SURE, PERHAPS, UNKNOWN = Sureness.SURE, Sureness.PERHAPS, Sureness.UNKNOWN


@pytest.mark.parametrize(
    ("latest", "sittings", "returns", "words", "warning"),
    [
        (None, [SEPTEMBER], True, "期限の日は定まっていません", None),
        (LAST_DAY, [IN_TIME, SEPTEMBER], None, "期限までに会議が予定されています", None),
        (LAST_DAY, [SOMEDAY, IN_TIME], True, "期限までに会議が予定されています", None),
        (LAST_DAY, [SEPTEMBER], None, "会議に戻す場合、期限に間に合う会議がありません", PERHAPS),
        (LAST_DAY, [SEPTEMBER], True, "期限までに開かれる会議がありません", SURE),
        (LAST_DAY, [SEPTEMBER], False, "次の会議：9月", None),
        (LAST_DAY, [JULY], True, "会議が期限に間に合うとは限りません", PERHAPS),
        (LAST_DAY, [OPEN_START], True, "会議が期限に間に合うとは限りません", PERHAPS),
        (LAST_DAY, [SOMEDAY], True, "次の会議の日が定まらないため", UNKNOWN),
        (LAST_DAY, [], True, "次の会議の予定は登録されていません", SURE),
    ],
)
def test_outlook_compares_the_last_day_with_the_sittings_to_come(
    latest: date | None, sittings: list[Sitting], returns: bool | None, words: str, warning: Sureness | None
) -> None:
    found = outlook(latest, sittings, returns_to_meeting=returns)

    assert words in found.text
    assert found.warning is warning


@pytest.mark.parametrize(("returns", "warning"), [(True, UNKNOWN), (None, UNKNOWN), (False, None)])
def test_outlook_of_a_month_without_a_year_warns_of_what_cannot_be_told(
    returns: bool | None, warning: Sureness | None
) -> None:
    found = outlook(None, [SEPTEMBER], returns_to_meeting=returns, lacks_year=True)

    assert found.warning is warning
