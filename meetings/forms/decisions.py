"""Forms of 議決事項, 決定, 再検討 and 対応事項."""

from datetime import date
from typing import Any

from django.utils import timezone

from meetings.choices import OPEN_OUTCOMES
from meetings.forms.bodies import departments
from meetings.models import Commitment, Decision, Deferral, Meeting, MinutesEntry, Motion
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
    """The outcome of a motion with a full sentence."""

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
    )

    class Meta:
        model = Deferral
        fields = ("worker", "worker_words", "decider_kind", "decider", "due_named_by", "needed_inputs")
        help_texts = {
            "worker_words": "会議録の言葉のとおり。例：政経部",
            "decider": "例：区長",
            "due_named_by": "例：事務局",
            "needed_inputs": "1行に1件。例：区長への確認",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer departments."""
        super().__init__(*args, **kwargs)
        self.offer("worker", departments())

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
