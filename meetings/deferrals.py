"""Whether a matter that was put off can come back in time: its last day against the sittings to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

NONE_IN_TIME = "期限までに開かれる会議がありません"
NONE_IF_RETURNED = "会議に戻す場合、期限に間に合う会議がありません"
PERHAPS = "会議が期限に間に合うとは限りません"
DAY_UNKNOWN = "次の会議の日が定まらないため、期限に間に合うか分かりません"
YEAR_UNKNOWN = "期限の年が定まらないため、会議が間に合うか分かりません"


class Sureness(Enum):
    """How sure it is that no sitting comes in time."""

    SURE = "sure"
    PERHAPS = "perhaps"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sitting:
    """A sitting to come: the days it may be held on (either bound None when open), and how it is named."""

    earliest: date | None
    latest: date | None
    words: str


@dataclass(frozen=True)
class Outlook:
    """What to say of a deferral's last day; ``warning`` where no sitting is certain to come before it."""

    said: str
    following: str
    warning: Sureness | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return "。".join(filter(None, (self.said, self.following)))


def outlook(
    latest: date | None,
    sittings: Sequence[Sitting],
    *,
    returns_to_meeting: bool | None,
    lacks_year: bool = False,
) -> Outlook:
    """Compare a last day with the sittings to come, soonest first.

    ``returns_to_meeting`` is False when a head decides alone, None when nobody said who decides.
    ``lacks_year`` says that the last day is open only because its words name a month without a year.
    """
    following = f"次の会議：{sittings[0].words}。" if sittings else "次の会議の予定は登録されていません。"
    if latest is None:
        if lacks_year and returns_to_meeting is not False:
            return Outlook(YEAR_UNKNOWN, following, Sureness.UNKNOWN)
        return Outlook("期限の日は定まっていません", following)
    in_time = [each for each in sittings if each.latest is not None and each.latest <= latest]
    if in_time:
        return Outlook(f"期限までに会議が予定されています：{in_time[0].words}。", "")
    if returns_to_meeting is False:
        return Outlook("", following)
    return _too_late(latest, sittings, following, is_said=returns_to_meeting is True)


def _too_late(latest: date, sittings: Sequence[Sitting], following: str, *, is_said: bool) -> Outlook:
    """No sitting is certain to come in time: perhaps one does."""
    undated = [each for each in sittings if each.earliest is None and each.latest is None]
    perhaps = [each for each in sittings if each.earliest is None or each.earliest <= latest]
    if len(perhaps) > len(undated):
        return Outlook(PERHAPS, following, Sureness.PERHAPS)
    if undated:
        return Outlook(DAY_UNKNOWN, following, Sureness.UNKNOWN)
    # Nobody said that it has to be a sitting: the two facts clash only if it has.
    return Outlook(
        NONE_IN_TIME if is_said else NONE_IF_RETURNED,
        following,
        Sureness.SURE if is_said else Sureness.PERHAPS,
    )
