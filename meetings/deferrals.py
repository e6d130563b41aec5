"""Whether a matter that was put off can come back in time: its last day against the sittings to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Sitting:
    """A sitting to come: the days it may be held on (either bound None when open), and how it is named."""

    earliest: date | None
    latest: date | None
    words: str


@dataclass(frozen=True)
class Outlook:
    """What to say of a deferral's last day; ``is_warning`` when no sitting is sure to come before it."""

    text: str
    is_warning: bool


def outlook(latest: date | None, sittings: Sequence[Sitting], *, returns_to_meeting: bool | None) -> Outlook:
    """Compare a last day with the sittings to come, soonest first.

    ``returns_to_meeting`` is False when a head decides alone, None when nobody said who decides.
    """
    following = f"次の会議：{sittings[0].words}。" if sittings else "次の会議の予定は登録されていません。"
    if latest is None:
        return Outlook(f"期限の日は定まっていません。{following}", is_warning=False)
    in_time = [each for each in sittings if each.latest is not None and each.latest <= latest]
    if in_time:
        return Outlook(f"期限までに会議が予定されています：{in_time[0].words}。", is_warning=False)
    if returns_to_meeting is False:
        return Outlook(following, is_warning=False)
    perhaps = [each for each in sittings if each.earliest is not None and each.earliest <= latest]
    if perhaps:
        return Outlook(f"期限に間に合うとは限りません。{following}", is_warning=True)
    if returns_to_meeting is None:
        return Outlook(f"会議に戻す場合、期限に間に合う会議がありません。{following}", is_warning=True)
    return Outlook(f"期限までに開かれる会議がありません。{following}", is_warning=True)
