"""What lists of the meetings can be narrowed by; every choice stands in the URL."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from meetings.choices import CommitmentState
from meetings.models import Commitment, Meeting, MeetingBody
from portal.wareki import fiscal_year_label


class CommitmentFilter(forms.Form):
    """対応事項 of one body, in one state."""

    body = forms.ModelChoiceField(
        label="会議体", queryset=MeetingBody.objects.all(), required=False, empty_label="すべて"
    )
    state = forms.ChoiceField(
        label="状態", required=False, choices=[("", "すべて"), *CommitmentState.choices]
    )

    def apply(self, records: QuerySet[Commitment]) -> QuerySet[Commitment]:
        """The commitments that fit."""
        if body := self.cleaned_data["body"]:
            records = records.filter(meeting__body=body)
        if state := self.cleaned_data["state"]:
            records = records.filter(state=state)
        return records


class MeetingFilter(forms.Form):
    """Sittings of one body, of one fiscal year."""

    body = forms.ModelChoiceField(
        label="会議体", queryset=MeetingBody.objects.all(), required=False, empty_label="すべて"
    )
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the fiscal years that have a sitting."""
        super().__init__(*args, **kwargs)
        years = Meeting.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        year: Any = self.fields["year"]
        year.choices = [("", "すべて"), *((year, fiscal_year_label(year)) for year in years)]

    def apply(self, records: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """The sittings that fit."""
        if body := self.cleaned_data["body"]:
            records = records.filter(body=body)
        if year := self.cleaned_data["year"]:
            records = records.filter(fiscal_year=year)
        return records
