"""Forms of 議決事項, 決定, 再検討 and 対応事項."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from meetings.choices import OPEN_OUTCOMES
from meetings.forms.bodies import departments
from meetings.models import Commitment, Decision, Deferral, Meeting, MinutesEntry, Motion
from meetings.models.scopes import of_family
from portal.site.dated import DatedForm
from portal.site.fields import CleanProseField
from portal.site.forms import RecordForm


def day_of(meeting: Meeting) -> date:
    """The day words were said at a sitting; today while its day is not known."""
    return timezone.localdate(meeting.starts_at)


def entry_label(entry: MinutesEntry) -> str:
    """How a row is offered in a list: who, and the first words."""
    said = entry.text[:40] + ("…" if len(entry.text) > 40 else "")
    return f"{entry.speaker_label or entry.get_kind_display()}：{said}"


def deferral_label(deferral: Deferral) -> str:
    """How something put off is offered in a list."""
    due = f"（期限「{deferral.due.words}」）" if deferral.due else ""
    return f"{deferral.item.meeting} {deferral.item}{due}"


def motion_label(motion: Motion) -> str:
    """How a motion is offered in a list."""
    return f"{motion.item.meeting} {motion}"


class MotionForm(RecordForm):
    """What exactly is asked of the meeting."""

    class Meta:
        model = Motion
        fields = ("number", "asked")
        help_texts = {
            "number": "議題ごとに1から。例：1",
            "asked": "例：次期電話システムの導入スケジュールを、12月に移行するものへ変更すること",
        }


class DecisionForm(RecordForm):
    """The outcome of a motion with a full sentence, and what was put off earlier that it settles."""

    settles = forms.ModelMultipleChoiceField(
        label="この議決事項で閉じる、前の再検討",
        queryset=Deferral.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "前の会議で再検討・継続になった件をここで決めたときに選びます。もう一度再検討になったときも選び、"
            "新しい再検討の管理に引き継ぎます。例：前回の会議の議案（2）"
        ),
    )

    class Meta:
        model = Decision
        fields = ("outcome", "sentence", "effective_on", "deferral")
        help_texts = {
            "sentence": "資料を見なくても分かる一文で。例：新規手続きの運用開始を、令和7年4月に延期する。"
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the deferrals of the item."""
        super().__init__(*args, **kwargs)
        self.offer("deferral", self.instance.motion.item.deferrals.select_related("item"))
        names = "・".join(outcome.label for outcome in OPEN_OUTCOMES)
        self.fields[
            "deferral"
        ].help_text = f"{names}のときに選びます。先に議題の「再検討の管理を加える」から作ります。"
        self._offer_earlier()

    def _offer_earlier(self) -> None:
        """What still waits and could be settled here, and what this motion settles already."""
        motion = self.instance.motion
        waiting = Q(closing_motion=None) | Q(closing_motion=motion.pk)
        earlier = Deferral.objects.before(motion.item).filter(waiting)
        named = earlier.select_related("item__meeting__body", "due").order_by("-pk")
        self.offer("settles", named, deferral_label)
        # What was chosen and is no choice any more has to be said, so the field stays where it was sent.
        if self.add_prefix("settles") not in self.data and not earlier.exists():
            del self.fields["settles"]
            return
        self.initial["settles"] = [each.pk for each in motion.closed_deferrals.all()]


class DeferralForm(DatedForm):
    """Who works on an item that was put off, who decides, until when, and what is missing."""

    stated = {"due": "期限"}
    field_order = (
        "worker",
        "worker_words",
        "decider_kind",
        "decider",
        "due_words",
        "due_yearless",
        "due_earliest",
        "due_latest",
        "due_named_by",
        "needed_inputs",
        "closing_motion",
    )

    class Meta:
        model = Deferral
        fields = (
            *("worker", "worker_words", "decider_kind", "decider", "due_named_by", "needed_inputs"),
            "closing_motion",
        )
        help_texts = {
            "closing_motion": "後の会議で決まったとき。決定の記録からも閉じられます。例：翌月の議案（1）",
            "worker_words": "会議録の言葉のとおり。例：政経部",
            "decider": "例：区長",
            "due_named_by": "例：事務局",
            "needed_inputs": "1行に1件。例：区長への確認",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer departments."""
        super().__init__(*args, **kwargs)
        self.offer("worker", departments())
        if self.instance.pk is None:
            del self.fields["closing_motion"]
            return
        item = self.instance.item
        later = Motion.objects.filter(of_family(item.meeting.body, "item__meeting__body"))
        decided = later.filter(decision__isnull=False).exclude(item=item.pk)
        if starts_at := item.meeting.starts_at:
            decided = decided.exclude(item__meeting__starts_at__lt=starts_at)
        self.offer("closing_motion", decided.select_related("item__meeting__body"), motion_label)

    def said_on(self) -> date:
        """The day of the sitting."""
        return day_of(self.instance.item.meeting)


class CommitmentForm(DatedForm):
    """An utterance that binds someone."""

    stated = {"starts": "着手", "due": "期限"}
    field_order = (
        "number",
        "kind",
        "subject",
        "item",
        "entry",
        "words",
        "owner",
        "owner_label",
        "starts_words",
        "starts_yearless",
        "starts_earliest",
        "starts_latest",
        "due_words",
        "due_yearless",
        "due_earliest",
        "due_latest",
        "condition",
    )

    class Meta:
        model = Commitment
        fields = ("number", "kind", "subject", "item", "entry", "words", "owner", "owner_label", "condition")
        help_texts = {
            "number": "会議ごとに1から。例：1",
            "subject": "例：次期電話システムについて区長に確認を取る",
            "words": "会議録の言葉のとおり。例：7月頭に区長にも確認が取りたい",
            "owner_label": "会議録の言葉のとおり。例：各部局",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the items and rows of the sitting, and departments."""
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting
        self.offer("item", meeting.items.all())
        self.offer("entry", meeting.entries.all(), entry_label)
        self.offer("owner", departments())

    def said_on(self) -> date:
        """The day of the sitting."""
        return day_of(self.instance.meeting)


class CloseForm(RecordForm):
    """What proves that a commitment was kept."""

    evidence = CleanProseField(label="完了の根拠", help_text="例：令和6年7月5日 全庁通知（文書番号）")

    class Meta:
        model = Commitment
        fields = ("evidence",)
