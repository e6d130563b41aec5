"""会議録の様式 as data: which rows a printed form has, how they are called, in what order.

``FormLayout.from_data`` reads the JSON of ``MinutesForm.layout``::

    {"title": "会議録",
     "parts": ["table", "record", "handouts", "signatures"],
     "rows": [{"label": "開催場所", "value": "venue", "spread": "wide"},
              {"group": "出席者", "label": "部員", "value": "attendance", "attendance_group": "members"}],
     "marks": {"chosen": "☑", "other": "☐"},
     "reason_label": "非公開・一部非公開の場合は、その理由",
     "summary_label": "要旨", "speaker_mark": "：",
     "handouts_label": "提出された\\n資料等",
     "signatures": ["署名人"]}

Rows that follow each other with the same ``group`` share one label to their left. ``statuses`` narrows a
row of attendance (present, absent, deputy, partial). ``spread`` sets the label in 均等割り.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from meetings.choices import AttendanceGroup, AttendanceStatus

E = TypeVar("E", bound=StrEnum)


class LayoutError(ValueError):
    """The layout says something no printed form can do. The message is Japanese and meant for the page."""


class Value(StrEnum):
    """What a row of the form's table holds."""

    NAME = "name"
    SECRETARIAT = "secretariat"
    HELD = "held"
    ENDED = "ended"
    VENUE = "venue"
    AGENDA = "agenda"
    MEETING_FLAG = "meeting_disclosure"
    MINUTES_FLAG = "minutes_disclosure"
    ATTENDANCE = "attendance"
    OBSERVERS = "observer_count"


class Part(StrEnum):
    """The pieces a form is made of, in an order of its own."""

    TABLE = "table"
    RECORD = "record"
    HANDOUTS = "handouts"
    SIGNATURES = "signatures"


class Spread(StrEnum):
    """Over how much room the label's characters are spread."""

    NONE = ""
    NARROW = "narrow"
    WIDE = "wide"


IN_THE_ROOM = (AttendanceStatus.PRESENT, AttendanceStatus.DEPUTY, AttendanceStatus.PARTIAL)


@dataclass(frozen=True)
class LayoutRow:
    """One row of the form's table."""

    label: str
    value: Value
    group: str = ""
    spread: Spread = Spread.NONE
    attendance_group: str = ""
    statuses: tuple[str, ...] = IN_THE_ROOM

    @classmethod
    def from_data(cls, data: Any) -> "LayoutRow":
        """Read one row; anything unknown in it is refused."""
        known = _known(cls, data, "行")
        if not isinstance(known.get("label"), str) or not known["label"].strip():
            raise LayoutError("様式の行に見出し（label）がありません。")
        if known.get("attendance_group", "") not in ("", *AttendanceGroup.values):
            raise LayoutError(f"様式の出席者の欄に「{known['attendance_group']}」は使えません。")
        statuses = tuple(known.get("statuses", IN_THE_ROOM))
        if unknown := [status for status in statuses if status not in AttendanceStatus.values]:
            raise LayoutError(f"様式の出欠に「{unknown[0]}」は使えません。")
        return cls(
            **{
                **known,
                "value": _member(Value, known.get("value"), "行の内容"),
                "spread": _member(Spread, known.get("spread", ""), "均等割り"),
                "statuses": statuses,
            }
        )


@dataclass(frozen=True)
class FormLayout:
    """A whole form."""

    rows: tuple[LayoutRow, ...]
    title: str = "会議録"
    parts: tuple[Part, ...] = tuple(Part)
    chosen: str = "☑"
    other: str = "☐"
    reason_label: str = "非公開・一部非公開の場合は、その理由"
    summary_label: str = "要旨"
    speaker_mark: str = "："
    handouts_label: str = "提出された資料等"
    signatures: tuple[str, ...] = ()

    @classmethod
    def from_data(cls, data: Any) -> "FormLayout":
        """Read a layout; raises ``LayoutError`` naming what it does not know."""
        marks = data.get("marks", {}) if isinstance(data, Mapping) else {}
        bare = {key: value for key, value in data.items() if key != "marks"} if marks else data
        known = _known(cls, bare, "様式")
        if not known.get("rows"):
            raise LayoutError("様式に行（rows）がありません。")
        return cls(
            **{
                **known,
                **{key: marks[key] for key in ("chosen", "other") if key in marks},
                "rows": tuple(LayoutRow.from_data(row) for row in known["rows"]),
                "parts": tuple(_member(Part, part, "部分") for part in known.get("parts", tuple(Part))),
                "signatures": tuple(known.get("signatures", ())),
            }
        )


def _known(cls: type, data: Any, what: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise LayoutError(f"{what}の書き方が正しくありません。")
    names = {field.name for field in fields(cls)}
    if unknown := [key for key in data if key not in names]:
        raise LayoutError(f"{what}に「{unknown[0]}」という項目はありません。")
    return dict(data)


def _member(cls: type[E], value: Any, what: str) -> E:
    if value not in list(cls):
        raise LayoutError(f"様式の{what}に「{value}」は使えません。")
    return cls(value)
