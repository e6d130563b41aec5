"""The form in which a person says how notices are wanted."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from portal.notices.actions.telling import UNASKED, Ways
from portal.notices.kinds import NoticeKind


class WaysForm(forms.Form):
    """A box for each kind and way; e-mail only where there is a mail server."""

    def __init__(
        self, *args: Any, kinds: list[NoticeKind], stored: Mapping[str, Ways], address: str, **kwargs: Any
    ) -> None:
        """``stored`` are the choices of the person."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.kinds, self.stored = kinds, stored
        for kind in kinds:
            ways = stored.get(kind.code, UNASKED)
            self._add(f"portal-{kind.code}", f"{kind.label}：画面に出す", initial=ways.in_portal)
            if settings.MAIL_IS_SET:
                self._add(f"mail-{kind.code}", f"{kind.label}：メールで送る", initial=ways.by_mail)
        if settings.MAIL_IS_SET:
            self.fields["address"] = forms.EmailField(
                label="メールアドレス",
                required=False,
                initial=address,
                help_text="例：hanako@city.example.lg.jp",
            )

    @property
    def ways(self) -> dict[str, Ways]:
        """How each kind is wanted; without a mail server the choice of e-mail stays as it was."""
        kept = {kind.code: self.stored.get(kind.code, UNASKED).by_mail for kind in self.kinds}
        return {
            code: Ways(self.cleaned_data[f"portal-{code}"], self.cleaned_data.get(f"mail-{code}", by_mail))
            for code, by_mail in kept.items()
        }

    def _add(self, name: str, label: str, *, initial: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=initial)
