"""Forms of 団体, 部署, 職, 人 and 配属."""

from typing import Any

from django import forms

from portal.accounts.models import Department, Office, Organisation, Person, Posting
from portal.site.fields import WarekiDateField
from portal.site.forms import EMPTY_CHOICE, ReasonForm, RecordForm


class OrganisationForm(RecordForm):
    """A 団体."""

    class Meta:
        model = Organisation
        fields = ("kind", "name", "kana", "code")
        help_texts = {"name": "例：豊島区", "kana": "例：としまく"}


class DepartmentForm(RecordForm):
    """A 部署; with a last day it is closed after that day, and its history stays."""

    class Meta:
        model = Department
        fields = ("parent", "name", "kana", "position", "valid_from", "valid_to")
        help_texts = {
            "name": "上位の部署の名は付けません。例：情報管理課",
            "kana": "例：じょうほうかんりか",
            "position": "並べる順。例：3",
            "valid_from": "空欄は以前から。例：令和7年4月1日",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the departments of the same organisation."""
        super().__init__(*args, **kwargs)
        others = Department.objects.filter(organisation=self.instance.organisation_id)
        self.offer("parent", others.exclude(pk=self.instance.pk).named())


class OfficeForm(RecordForm):
    """A 職."""

    class Meta:
        model = Office
        fields = ("department", "title", "kana", "position")
        help_texts = {
            "title": "例：情報管理課長",
            "kana": "例：じょうほうかんりかちょう",
            "position": "席次。例：3",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the departments of the same organisation."""
        super().__init__(*args, **kwargs)
        self.offer(
            "department", Department.objects.filter(organisation=self.instance.organisation_id).named()
        )
        self.fields["department"].help_text = "部署に属さない職（区長など）のときは空欄にします。"


class PersonForm(RecordForm):
    """A 人."""

    class Meta:
        model = Person
        fields = ("name", "kana")
        help_texts = {"name": "例：豊島 花子", "kana": "例：としま はなこ"}


class PostingForm(RecordForm):
    """A 配属 of one person."""

    class Meta:
        model = Posting
        fields = ("office", "kind", "starts_on", "ends_on")
        help_texts = {"ends_on": "最後の日。空欄は定めなし。例：令和8年3月31日"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offices under their full names."""
        super().__init__(*args, **kwargs)
        self.offer("office", Office.objects.named(), label=lambda office: office.full_name)


class EndForm(RecordForm):
    """The last day of a 配属."""

    class Meta:
        model = Posting
        fields = ("ends_on",)
        help_texts = {
            "ends_on": "この職にある最後の日。翌日から、職に付いた権限もなくなります。例：令和8年3月31日"
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A day has to be given."""
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True


class TransferForm(ReasonForm):
    """異動 of one person: where to, from which day, and whether everything else ends."""

    def __init__(self, offices: Any, data: Any = None) -> None:
        """``offices`` are those one may be posted to."""
        super().__init__(data)
        self.fields["office"] = _OfficeField(label="新しい職", queryset=offices, empty_label=EMPTY_CHOICE)
        self.fields["on"] = WarekiDateField(label="新しい職に就く日")
        self.fields["ends_others"] = forms.BooleanField(
            label="兼務と代理も、前の日で終える", required=False, initial=True
        )
        for name in ("office", "on"):
            self.fields[name].error_messages["required"] = "入力してください。"
        self.order_fields(["office", "on", "ends_others", "reason"])


class _OfficeField(forms.ModelChoiceField):
    """Offices under their full names."""

    def label_from_instance(self, obj: Any) -> str:
        """政策経営部情報管理課 主事."""
        return str(obj.full_name)
