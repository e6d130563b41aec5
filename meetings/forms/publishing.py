"""Forms that ask which documents to make."""

from typing import Any

from django import forms

from portal.documents.choices import EditionAudience
from portal.site.forms import CHOOSE
from portal.wareki import fiscal_year_label

VOLUME, FILES = "volume", "files"
SHAPES = ((VOLUME, "合本（発行した版を1冊のPDFに）"), (FILES, "見本を1件ずつ（ZIP）"))


class BundleForm(forms.Form):
    """Which year, for whom, and bound or one by one."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, error_messages={"required": CHOOSE})
    audience = forms.ChoiceField(
        label="版", choices=EditionAudience.choices, error_messages={"required": CHOOSE}
    )
    shape = forms.ChoiceField(
        label="まとめ方",
        choices=SHAPES,
        initial=VOLUME,
        error_messages={"required": CHOOSE},
        help_text=(
            "公開用の合本には、公開している版だけを綴じます。原本の合本では、まだ発行していない会議録を見本として綴じます。"
            "例：前年度の原本を1冊にする"
        ),
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        """Offer the years in which the body met."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["fiscal_year"].choices = [(year, fiscal_year_label(year)) for year in years]  # type: ignore[attr-defined]
