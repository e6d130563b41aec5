"""Forms that ask which documents to make."""

from typing import Any

from django import forms

from portal.documents.choices import EditionAudience
from portal.site.forms import CHOOSE
from portal.wareki import fiscal_year_label


class BundleForm(forms.Form):
    """Which year, and for whom."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, error_messages={"required": CHOOSE})
    audience = forms.ChoiceField(
        label="版", choices=EditionAudience.choices, error_messages={"required": CHOOSE}
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        """Offer the years in which the body met."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["fiscal_year"].choices = [(year, fiscal_year_label(year)) for year in years]  # type: ignore[attr-defined]
