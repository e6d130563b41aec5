"""Forms of 会議体 and 席."""

from typing import Any

from meetings.dues import OWN_RULES
from meetings.models import MeetingBody, Seat
from portal.accounts.models import Department, Office
from portal.days.models import DueRule
from portal.site.forms import RecordForm

OWN_RULE = (
    "この会議体だけの決まりがあるとき。決まりは「閉庁日と期限の決まり」で加えます。例：部会の会議録の公開"
)


def departments() -> Any:
    """All departments, read with their parents so that a list of them costs one query."""
    return Department.objects.select_related("parent__parent__parent")


class BodyForm(RecordForm):
    """A 会議体."""

    class Meta:
        model = MeetingBody
        fields = (
            "organisation",
            "kind",
            "name",
            "parent",
            "aliases",
            "secretariat",
            "legal_basis",
            "composition",
            "quorum_rule",
            "reports_to",
            "meeting_disclosure",
            "minutes_disclosure",
            "speaker_rule",
            "minutes_form",
            "reading_scope",
            "shows_closed_minutes",
            *OWN_RULES.values(),
        )
        help_texts = {
            "legal_basis": "例：豊島区の情報システム管理運営規則",
            "composition": "例：CIOを本部長として関係部長や課長が委員となる。",
            "quorum_rule": "例：構成員の半数以上",
            "reports_to": "例：庁議",
            **{name: OWN_RULE for name in OWN_RULES.values()},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer departments and the other bodies."""
        super().__init__(*args, **kwargs)
        self.offer("secretariat", departments())
        self.offer("parent", MeetingBody.objects.exclude(pk=self.instance.pk))
        for name, field in OWN_RULES.items():
            self.offer(field, DueRule.objects.exclude(count=None), lambda rule: f"{rule}：{rule.in_words}")
            self.fields[field].empty_label = f"すべての会議体の決まり（{name}）"  # type: ignore[attr-defined]


class SeatForm(RecordForm):
    """A 席: an office or a department, never both."""

    class Meta:
        model = Seat
        fields = (
            "office",
            "department",
            "role",
            "confirms_minutes",
            "public_label",
            "deputy_order",
            "position",
            "valid_from",
            "valid_to",
        )
        help_texts = {"deputy_order": "副本部長が複数のとき。例：1", "position": "会議録に並べる順。例：3"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer offices and departments of the body's organisation."""
        super().__init__(*args, **kwargs)
        organisation = self.instance.body.organisation_id
        self.offer("office", Office.objects.filter(organisation=organisation))
        self.offer("department", departments().filter(organisation=organisation))
        self.fields["office"].help_text = "部署の席のときは空欄にします。"
        self.fields["department"].help_text = "職の席のときは空欄にします。"
