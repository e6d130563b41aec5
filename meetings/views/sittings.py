"""Pages of 会議, 議題, 出席 and 資料."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from meetings.actions import sittings as actions
from meetings.actions.opening import call_sitting_for
from meetings.choices import AttendanceGroup, ItemCategory, MeetingFormat
from meetings.dues import Calendar
from meetings.forms.sittings import AttendanceForm, HandoutForm, ItemForm, MeetingForm
from meetings.minutes_reading import clock
from meetings.models import AgendaItem, Attendance, Deferral, Handout, Meeting, MeetingBody
from meetings.views.parts import UNSTATED, Fact, PartDetail, disclosed, page_of
from meetings.views.places import (
    BelowMeeting,
    PartOfMeeting,
    body_crumbs,
    body_url,
    meeting_crumbs,
    meeting_url,
)
from meetings.views.scopes import readers_url, scope_words
from portal.accounts.rights import Noun, Verb
from portal.files.holding import files_of
from portal.site.pages import ConfirmPage, Crumb, RecordCreatePage, RecordEditPage
from portal.wareki import fiscal_year, format_date


def next_position(records: Any) -> int:
    """Below the last one."""
    return (records.aggregate(last=Max("position"))["last"] or 0) + 1


class MeetingCreate(RecordCreatePage):
    """会議を登録する."""

    noun = Noun.SITTINGS
    model = Meeting
    form_class = MeetingForm
    template_name = "meetings/meeting_form.html"
    title = "会議を登録する"
    body: MeetingBody
    deferral: Deferral | None = None

    def load(self) -> None:
        """The body that meets, and what it meets for where the address says so."""
        self.body = self.visible_or_404(MeetingBody, pk=self.kwargs["pk"])
        asked = self.request.GET.get("deferral", "")
        if asked:
            waiting = Deferral.objects.filter(item__meeting__body=self.body, closing_motion=None)
            named = waiting.select_related("item__meeting__body", "item__explainer", "item__ground", "due")
            key = int(asked) if re.fullmatch("[0-9]{1,18}", asked) else 0
            self.deferral = self.visible_or_404(named, pk=key)

    def get_over(self) -> MeetingBody:
        """The body."""
        return self.body

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議体 › the body."""
        return body_crumbs(self.body)

    def get_blank(self) -> Meeting:
        """A sitting with what the body sets out for all of its own, in the manner the address proposes."""
        manner = self.request.GET.get("format", "")
        return Meeting(
            body=self.body,
            meeting_disclosure=self.body.meeting_disclosure,
            minutes_disclosure=self.body.minutes_disclosure,
            format=manner if manner in MeetingFormat.values else MeetingFormat.IN_PERSON,
        )

    def get_form(self, data: Any = None) -> Any:
        """A sitting for what was put off is proposed until its last day."""
        form = super().get_form(data)
        last_day = self.last_day()
        if last_day and last_day >= timezone.localdate():
            until = f"{format_date(last_day, weekday=False)}まで"
            form.initial.update(held_when_words=until, held_when_latest=last_day)
            form.initial["fiscal_year"] = fiscal_year(last_day)
        return form

    def last_day(self) -> date | None:
        """The open day by which the matter has to be decided."""
        latest = self.deferral.due.latest if self.deferral and self.deferral.due else None
        return Calendar.of(self.user).last_day(latest).on if latest else None

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What it is called for."""
        return super().get_context(deferral=self.deferral, last_day=self.last_day(), **extra)

    def perform(self, *, reason: str, **values: Any) -> Meeting:
        """Register it; with the item and its open motions where it is called for them."""
        if self.deferral is not None:
            return call_sitting_for(by=self.user, reason=reason, deferral=self.deferral, **values)
        return actions.create_meeting(by=self.user, reason=reason, body=self.body, **values)

    def get_success_url(self, record: Any) -> str:
        """Its page."""
        return meeting_url(record)


class MeetingEdit(RecordEditPage):
    """会議を直す."""

    noun = Noun.SITTINGS
    model = Meeting
    form_class = MeetingForm
    reason_required = False
    title = "会議を直す"

    def get_records(self) -> Any:
        """With what the form shows."""
        return Meeting.objects.select_related("body", "held_when")

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting."""
        return meeting_crumbs(self.record)

    def perform(self, record: Meeting, *, reason: str, **changes: Any) -> Meeting:
        """Change it."""
        return actions.edit_meeting(by=self.user, reason=reason, meeting=record, **changes)

    def get_success_url(self, record: Any) -> str:
        """Its page."""
        return meeting_url(record)


class ItemCreate(BelowMeeting, RecordCreatePage):
    """議題を加える."""

    noun = Noun.SITTINGS
    model = AgendaItem
    form_class = ItemForm
    title = "議題を加える"

    def get_blank(self) -> AgendaItem:
        """Below the last item, numbered on within the category that the list offers."""
        category = self.request.GET.get("category", "")
        category = category if category in ItemCategory.values else ""
        blank = AgendaItem(meeting=self.meeting, position=next_position(self.meeting.items))
        if category:
            last = self.meeting.items.filter(category=category).aggregate(last=Max("number"))["last"] or 0
            blank.category, blank.number = category, last + 1
        return blank

    def perform(self, *, reason: str, **values: Any) -> AgendaItem:
        """Add it."""
        return actions.add_item(by=self.user, reason=reason, meeting=self.meeting, **values)

    def get_success_url(self, record: Any) -> str:
        """Its place on the sitting's page."""
        return meeting_url(self.meeting, f"item-{record.pk}")


class ItemEdit(PartOfMeeting, RecordEditPage):
    """議題を直す."""

    template_name = "meetings/part_form.html"
    remove_url_name = "meetings:item-remove"
    noun = Noun.SITTINGS
    model = AgendaItem
    form_class = ItemForm
    reason_required = False
    title = "議題を直す"
    anchor = "items"

    def perform(self, record: AgendaItem, *, reason: str, **changes: Any) -> AgendaItem:
        """Change it."""
        return actions.edit_item(by=self.user, reason=reason, item=record, **changes)


class ItemRemove(PartOfMeeting, ConfirmPage):
    """議題を削除する."""

    noun = Noun.SITTINGS
    model = AgendaItem
    title = "議題を削除する"
    anchor = "items"
    question = "この議題を削除します。変更履歴は残ります。"

    def perform(self, record: AgendaItem, *, reason: str) -> None:
        """Take it off."""
        actions.remove_item(by=self.user, reason=reason, item=record)


class AttendanceCreate(BelowMeeting, RecordCreatePage):
    """出席を加える."""

    noun = Noun.SITTINGS
    model = Attendance
    form_class = AttendanceForm
    title = "出席を加える"

    def get_blank(self) -> Attendance:
        """Below the last one."""
        position = next_position(self.meeting.attendances)
        return Attendance(meeting=self.meeting, group=AttendanceGroup.MEMBERS, position=position)

    def perform(self, *, reason: str, **values: Any) -> Attendance:
        """Add it."""
        return actions.record_attendance(by=self.user, reason=reason, meeting=self.meeting, **values)

    def get_success_url(self, record: Any) -> str:
        """The list of who was there."""
        return meeting_url(self.meeting, "attendance")


class RollCall(ConfirmPage):
    """席から出席を作る: all seats present at once, to be mended one by one."""

    noun = Noun.SITTINGS
    model = Meeting
    title = "席から出席を作る"
    submit_label = "全員を出席にする"
    success_message = "席から出席を作りました。欠席や代理の方は、一人ずつ直してください。"
    question = "まだ出席の記録のない席を、すべて出席として加えます。"

    def get_records(self) -> Any:
        """With its body."""
        return Meeting.objects.select_related("body")

    def get_breadcrumbs(self) -> list[Crumb]:
        """会議 › the sitting."""
        return meeting_crumbs(self.record)

    def get_form(self, data: Any = None) -> Any:
        """A reason may be given."""
        form = super().get_form(data)
        form.fields["reason"].required = False
        return form

    def perform(self, record: Meeting, *, reason: str) -> None:
        """Enter them."""
        actions.call_the_roll(by=self.user, reason=reason, meeting=record)

    def get_success_url(self, record: Any) -> str:
        """The list of who was there."""
        return meeting_url(record, "attendance")


class OfAttendance(PartOfMeeting):
    """What the pages about one attendance share."""

    noun = Noun.SITTINGS
    model = Attendance
    anchor = "attendance"

    def get_records(self) -> Any:
        """With what its name is made of."""
        return super().get_records().select_related("seat__office", "seat__department__parent__parent")


class AttendanceDetail(OfAttendance, PartDetail):
    """出席: whether a seat was there."""

    edit_url_name = "meetings:attendance-edit"
    edit_label = "出席を直す"

    def facts(self) -> Iterable[Fact]:
        """Who, on which side, and for how long."""
        yield Fact("席", str(self.record.seat), "seat", body_url(self.meeting.body))
        yield Fact("欄", self.record.get_group_display(), "group")
        yield Fact("出欠", self.record.get_status_display(), "status")
        if self.record.deputy_name:
            yield Fact("代理の職", self.record.deputy_name, "deputy_name")
        for label, name in (("途中から", "arrived_at"), ("途中まで", "left_at")):
            if moment := getattr(self.record, name):
                yield Fact(label, clock(moment), name)


class AttendanceEdit(OfAttendance, RecordEditPage):
    """出席を直す."""

    template_name = "meetings/part_form.html"
    remove_url_name = "meetings:attendance-remove"
    form_class = AttendanceForm
    reason_required = False
    title = "出席を直す"

    def perform(self, record: Attendance, *, reason: str, **changes: Any) -> Attendance:
        """Change it."""
        return actions.edit_attendance(by=self.user, reason=reason, attendance=record, **changes)


class AttendanceRemove(OfAttendance, ConfirmPage):
    """出席を削除する."""

    title = "出席を削除する"
    question = "この出席を削除します。変更履歴は残ります。"

    def perform(self, record: Attendance, *, reason: str) -> None:
        """Strike it."""
        actions.remove_attendance(by=self.user, reason=reason, attendance=record)


class HandoutCreate(BelowMeeting, RecordCreatePage):
    """資料を加える."""

    noun = Noun.SITTINGS
    model = Handout
    form_class = HandoutForm
    title = "資料を加える"

    def get_blank(self) -> Handout:
        """Below the last one."""
        return Handout(meeting=self.meeting, position=next_position(self.meeting.handouts))

    def perform(self, *, reason: str, **values: Any) -> Handout:
        """Add it."""
        return actions.add_handout(by=self.user, reason=reason, meeting=self.meeting, **values)

    def get_success_url(self, record: Any) -> str:
        """The list of papers."""
        return meeting_url(self.meeting, "handouts")


class HandoutDetail(PartDetail):
    """資料: a paper, its file, and whether residents may read it."""

    noun = Noun.SITTINGS
    model = Handout
    anchor = "handout"
    template_name = "meetings/handout.html"
    edit_url_name = "meetings:handout-edit"
    edit_label = "資料を直す"

    def get_records(self) -> Any:
        """With its item, its ground and its file."""
        return (
            super().get_records().select_related("item", "ground", "file__added_by", "public_file__added_by")
        )

    def facts(self) -> Iterable[Fact]:
        """What it is, to which item it belongs, and its 公開区分."""
        item = self.record.item
        yield Fact("番号", f"資料{self.record.number}", "number")
        yield Fact("記載どおりの番号", self.record.printed_number or UNSTATED, "printed_number")
        yield Fact("題名", self.record.title, "title")
        yield Fact("議題", str(item or UNSTATED), "item", page_of(item))
        yield from disclosed("資料", self.record)
        yield Fact("庁内閲覧範囲", scope_words(self.record), url=readers_url(self.record))


class HandoutEdit(PartOfMeeting, RecordEditPage):
    """資料を直す, with its file and those it had before."""

    template_name = "meetings/handout_form.html"
    remove_url_name = "meetings:handout-remove"
    noun = Noun.SITTINGS
    model = Handout
    form_class = HandoutForm
    reason_required = False
    title = "資料を直す"
    anchor = "handouts"

    def get_records(self) -> Any:
        """With the file."""
        return super().get_records().select_related("file__added_by")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The files it had before, for those who may read histories."""
        earlier = [file for file in files_of(self.record) if file.pk != self.record.file_id]
        return super().get_context(
            earlier_files=earlier if self.may(Verb.READ, Noun.HISTORY) else [], **extra
        )

    def perform(self, record: Handout, *, reason: str, **changes: Any) -> Handout:
        """Change it."""
        return actions.edit_handout(by=self.user, reason=reason, handout=record, **changes)


class HandoutRemove(PartOfMeeting, ConfirmPage):
    """資料を削除する."""

    noun = Noun.SITTINGS
    model = Handout
    title = "資料を削除する"
    anchor = "handouts"
    question = "この資料を一覧から削除します。変更履歴は残ります。"

    def perform(self, record: Handout, *, reason: str) -> None:
        """Take it off."""
        actions.remove_handout(by=self.user, reason=reason, handout=record)
