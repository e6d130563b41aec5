"""Lists of 会議, 議題, 出席 and 資料."""

from typing import Any

from meetings.actions import sittings as actions
from meetings.filters import AttendanceFilter, HandoutFilter, ItemFilter, MeetingFilter, any_department
from meetings.models import AgendaItem, Attendance, Handout, Meeting
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.registry import record_url
from portal.wareki import fiscal_year_label

BY_ITS_STEPS = "会議録の状態は、会議録の確認・確定・公開の手順で進めます。一覧からは直せません。"


def edit_meeting(*, by: Actor, reason: str, record: Meeting, **changes: Any) -> Meeting:
    """One cell of a sitting."""
    return actions.edit_meeting(by=by, reason=reason, meeting=record, **changes)


def edit_item(*, by: Actor, reason: str, record: AgendaItem, **changes: Any) -> AgendaItem:
    """One cell of an item."""
    return actions.edit_item(by=by, reason=reason, item=record, **changes)


def edit_attendance(*, by: Actor, reason: str, record: Attendance, **changes: Any) -> Attendance:
    """One cell of an attendance."""
    return actions.edit_attendance(by=by, reason=reason, attendance=record, **changes)


def edit_handout(*, by: Actor, reason: str, record: Handout, **changes: Any) -> Handout:
    """One cell of a paper."""
    return actions.edit_handout(by=by, reason=reason, handout=record, **changes)


def of_meeting(**more: Any) -> Column:
    """The column of the sitting a record belongs to."""
    return Column(
        "meeting",
        "会議",
        lambda record: str(record.meeting),
        lambda record: record_url(record.meeting),
        sort=("meeting__fiscal_year", "meeting__number", "meeting"),
        relations=("meeting__body",),
        of=lambda record: record.meeting,
        tells=("fiscal_year", "number"),
        **more,
    )


MEETINGS = Listed(
    key="meetings",
    model=Meeting,
    noun=Noun.SITTINGS,
    title="会議",
    url_name="meetings:meetings",
    filters=MeetingFilter,
    edit=edit_meeting,
    order="-meeting",
    shown=("meeting", "held", "venue", "meeting_disclosure", "minutes_disclosure", "state", "minutes_state"),
    relations=("body", "held_when"),
    columns=(
        Column(
            "meeting",
            "会議",
            str,
            record_url,
            sort=("fiscal_year", "number", "pk"),
            tells=("fiscal_year", "number"),
        ),
        Column(
            "held",
            "開催日",
            lambda each: each.held_in_words,
            sort=(Term("starts_at", empty_last=True),),
            tells=("starts_at", "held_when"),
        ),
        field_column(Meeting, "venue", empty="記載なし"),
        field_column(Meeting, "meeting_disclosure"),
        field_column(Meeting, "minutes_disclosure"),
        field_column(Meeting, "state", level="plain"),
        field_column(Meeting, "minutes_state", locked=BY_ITS_STEPS, level="plain"),
        field_column(Meeting, "body", url=lambda each: record_url(each.body), sort=("body",), field=""),
        Column(
            "year",
            "年度",
            lambda each: fiscal_year_label(each.fiscal_year),
            sort=("fiscal_year",),
            tells=("fiscal_year",),
        ),
        field_column(Meeting, "format"),
        field_column(Meeting, "observer_count", sort=(Term("observer_count", empty_last=True),)),
        field_column(Meeting, "meeting_closure_reason"),
        field_column(Meeting, "minutes_closure_reason"),
    ),
    empty_text="まだ会議はありません。会議体のページの「会議を登録する」から始めてください。",
    create_label="会議体を選んで会議を登録する",
    create_url_name="meetings:bodies",
    links=(
        ("議題の一覧", "meetings:items"),
        ("出席の一覧", "meetings:attendances"),
        ("資料の一覧", "meetings:handouts"),
    ),
)

ITEMS = Listed(
    key="items",
    model=AgendaItem,
    noun=Noun.SITTINGS,
    title="議題",
    url_name="meetings:items",
    filters=ItemFilter,
    edit=edit_item,
    order="-meeting,position",
    shown=("label", "title", "meeting", "state", "outcome_line"),
    columns=(
        Column("label", "議題", lambda each: each.label, record_url, sort=("category", "number")),
        field_column(AgendaItem, "title"),
        of_meeting(),
        field_column(AgendaItem, "state", level="plain"),
        field_column(AgendaItem, "outcome_line", empty="記載なし"),
        field_column(
            AgendaItem,
            "explainer",
            empty="記載なし",
            relations=("explainer__parent__parent",),
            sort=(Term("explainer__position", empty_last=True), "explainer__name"),
            offered=any_department,
        ),
        field_column(AgendaItem, "disclosure", empty="会議と同じ"),
        field_column(AgendaItem, "closure_reason"),
        field_column(AgendaItem, "position"),
    ),
    empty_text="まだ議題はありません。会議のページの「議題を加える」から登録してください。",
)

ATTENDANCES = Listed(
    key="attendances",
    model=Attendance,
    noun=Noun.SITTINGS,
    title="出席",
    url_name="meetings:attendances",
    filters=AttendanceFilter,
    edit=edit_attendance,
    order="-meeting,position",
    shown=("seat", "meeting", "group", "status", "deputy_name"),
    relations=("seat__office", "seat__department__parent__parent"),
    columns=(
        Column("seat", "席", lambda each: str(each.seat), record_url),
        of_meeting(),
        field_column(Attendance, "group"),
        field_column(Attendance, "status", level="plain"),
        field_column(Attendance, "deputy_name"),
        field_column(Attendance, "position", label="席次", sort=("group", "position")),
    ),
    empty_text="まだ出席の記録はありません。会議のページから登録してください。",
)

HANDOUTS = Listed(
    key="handouts",
    model=Handout,
    noun=Noun.SITTINGS,
    title="資料",
    url_name="meetings:handouts",
    filters=HandoutFilter,
    edit=edit_handout,
    order="-meeting,position",
    shown=("number", "title", "meeting", "disclosure", "file"),
    columns=(
        Column("number", "番号", lambda each: f"資料{each.number}", record_url, sort=("number",)),
        field_column(Handout, "title"),
        of_meeting(),
        field_column(Handout, "disclosure"),
        field_column(Handout, "closure_reason"),
        Column(
            "file",
            "ファイル",
            lambda each: "登録済み" if each.file_id else "未登録",
            sort=(Term("file", empty_last=True),),
        ),
        field_column(Handout, "position"),
    ),
    empty_text="まだ資料はありません。会議のページの「資料を加える」から登録してください。",
)
