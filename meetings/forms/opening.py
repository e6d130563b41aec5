"""The form that opens the next sitting: what the last one had, and what comes back by itself."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from meetings.carrying import (
    open_promises,
    standing_titles,
    unreached_items,
    waiting_deferrals,
    without_what_comes_back,
)
from meetings.choices import DeciderKind
from meetings.forms.sittings import MeetingForm
from meetings.models import AgendaItem, Commitment, Deferral, Meeting, Seat
from portal.audit.models import AuditedModel

NOT_OFFERED = "選んだもののうち、既に決着したか、選べなくなったものがあります。もう一度選んでください。"


class RecordsField(forms.TypedMultipleChoiceField):
    """Any of a few records, each with a box to tick, all of them there to be seen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: str, help_text: str) -> None:
        """Nothing has to be ticked."""
        messages = {"invalid_choice": NOT_OFFERED}
        super().__init__(label=label, help_text=help_text, required=False, error_messages=messages)

    def offer(self, records: Iterable[AuditedModel], label: Callable[[Any], str]) -> None:
        """Let one choose among ``records``."""
        by_key = {str(record.pk): record for record in records}
        self.coerce = by_key.__getitem__
        self.choices = [(key, label(record)) for key, record in by_key.items()]

    def clean(self, value: Any) -> list[Any]:
        """The records that were ticked, each once."""
        return list(dict.fromkeys(super().clean(value)))


class NextMeetingForm(MeetingForm):
    """A 会議 after another of the same body."""

    ended_at = None  # type: ignore[assignment]  # Django's way to leave out a field of the base
    seats = RecordsField(label="出席する席", help_text="前回の出席者に印が付いています。")
    frame = RecordsField(
        label="前回の議題のうち、もう一度のせるもの", help_text="毎回のせている題名に印が付いています。"
    )
    deferrals = RecordsField(
        label="再検討・継続のもの", help_text="長が一人で決めるものには、印が付いていません。"
    )
    unreached = RecordsField(
        label="未審議のまま終わったもの", help_text="資料のみとしたものは、決着しているので出ません。"
    )
    commitments = RecordsField(
        label="前回宿題にするもの", help_text="まだ終わっていない対応事項です。確認事項の1件にまとめます。"
    )

    class Meta(MeetingForm.Meta):
        exclude = ("ended_at", "observer_count", "state")
        help_texts = MeetingForm.Meta.help_texts | {
            "number": "同じ年度の次の番号です。年度が変わるときは1からです。例：1"
        }

    def __init__(self, *args: Any, source: Meeting, may_decide: bool, **kwargs: Any) -> None:
        """``source`` is the sitting before; only who ``may_decide`` takes over what comes back."""
        self.source = source
        super().__init__(*args, **kwargs)
        self.offer_seats()
        self.offer_frame(may_decide)
        if may_decide:
            self.offer_what_comes_back()
        for name in ("seats", "frame", "deferrals", "unreached", "commitments"):
            field: Any = self.fields[name]
            # What was sent though nothing is on offer any more has to be refused, not forgotten.
            if not field.choices and name not in self.data:
                del self.fields[name]

    def tick(self, name: str, records: Iterable[Any], label: Callable[[Any], str], is_ticked: Any) -> None:
        """Offer records, some of them ticked already."""
        shown = list(records)
        field: Any = self.fields[name]
        field.offer(shown, label)
        self.initial[name] = [str(each.pk) for each in shown if is_ticked(each)]

    def offer_seats(self) -> None:
        """The seats that were there at the last sitting or came later."""
        starts_at = self.source.starts_at
        day = timezone.localdate(starts_at) if starts_at else timezone.localdate()
        seats = Seat.objects.visible_to(self.reader).filter(
            Q(valid_to=None) | Q(valid_to__gte=day), body=self.source.body_id
        )
        attended = Exists(self.source.attendances.filter(seat=OuterRef("pk")))
        named = seats.select_related("office", "department__parent__parent").annotate(attended=attended)
        self.tick("seats", named, seat_label, lambda seat: seat.attended)

    def offer_frame(self, may_decide: bool) -> None:
        """The items of the last sitting, but for those that come back by themselves."""
        items = AgendaItem.objects.visible_to(self.reader).filter(meeting=self.source)
        shown = list(without_what_comes_back(items, self.source.body) if may_decide else items)
        titles = standing_titles({item.title for item in shown}, self.source.body)
        self.tick("frame", shown, str, lambda item: item.title in titles)

    def offer_what_comes_back(self) -> None:
        """As far as the reader may read it."""
        body = self.source.body
        put_off: Any = waiting_deferrals(body)
        unreached: Any = unreached_items(body)
        promises: Any = open_promises(body)
        self.tick(
            "deferrals",
            put_off.visible_to(self.reader),
            deferral_label,
            lambda deferral: deferral.decider_kind != DeciderKind.HEAD,
        )
        self.tick("unreached", unreached.visible_to(self.reader), item_label, lambda _: True)
        self.tick("commitments", promises.visible_to(self.reader), promise_label, lambda _: True)


def seat_label(seat: Seat) -> str:
    """危機管理監（部員）: one office may sit on both sides."""
    role = seat.get_role_display()
    return str(seat) if role in str(seat) else f"{seat}（{role}）"


def item_label(item: AgendaItem) -> str:
    """With its sitting."""
    return f"{item.meeting}　{item}"


def deferral_label(deferral: Deferral) -> str:
    """With its last day, and who decides where that is not the sitting."""
    due = f"　期限「{deferral.due}」" if deferral.due else ""
    alone = f"　{deferral.decider}が決める" if deferral.decider_kind == DeciderKind.HEAD else ""
    return f"{item_label(deferral.item)}{due}{alone}"


def promise_label(commitment: Commitment) -> str:
    """With its sitting, and who owes it."""
    owner = commitment.owner or commitment.owner_label or "担当の記載なし"
    return f"{commitment.meeting}　{commitment.number}．{commitment.subject}（{owner}）"
