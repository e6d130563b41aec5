"""Forms of login, passwords, users, grants and roles."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation

from portal.accounts.models import Department, Role, RoleGrant, User
from portal.accounts.rights import Noun, Verb
from portal.accounts.shipped import Cell
from portal.site.fields import ReasonField
from portal.site.forms import ReasonForm, RecordForm

PASSWORD_HELP = "12文字以上。推測されやすいものは使えません。"


class LoginForm(auth_forms.AuthenticationForm):
    """職員番号 and password. Never says which of the two was wrong."""

    error_messages = {
        "invalid_login": "職員番号かパスワードが正しくありません。大文字と小文字は区別されます。",
        "inactive": "この利用者は利用を停止されています。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = "例：012345"
        _plain(self)


class PasswordForm(auth_forms.PasswordChangeForm):
    """The old password once, the new one twice. The page hands the new one to an action."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].help_text = ""
        _plain(self)


class ResetForm(PasswordForm):
    """A new password for somebody else: a reason instead of the old password."""

    old_password = None  # type: ignore[assignment]
    field_order = ("new_password1", "new_password2", "reason")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["reason"] = ReasonField(required=True)


class UserForm(RecordForm):
    """A user's particulars."""

    class Meta:
        model = User
        fields = ("staff_number", "name", "kana", "is_active")
        help_texts = {"staff_number": "例：012345", "name": "例：豊島 花子", "kana": "例：としま はなこ"}


class NewUserForm(UserForm):
    """The same, with a first password."""

    password = forms.CharField(
        label="最初のパスワード",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=f"{PASSWORD_HELP}本人に渡し、ログイン後に変えてもらってください。",
    )
    field_order = ("staff_number", "name", "kana", "password")

    def clean_password(self) -> str:
        """Refuse what the password rules refuse."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class GrantForm(RecordForm):
    """A role for a user or for an office, and over what."""

    class Meta:
        model = RoleGrant
        fields = ("role", "organisation", "department", "own_bodies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("department", Department.objects.named())
        self.fields[
            "organisation"
        ].help_text = "この団体の会議体などに限るとき。範囲をどれも選ばなければ、すべてに及びます。"


class PersonChoiceForm(ReasonForm):
    """Who logs in."""

    def __init__(self, persons: Any, data: Any = None, **initial: Any) -> None:
        """``persons`` are those one may choose from."""
        super().__init__(data, initial=initial)
        self.fields["person"] = forms.ModelChoiceField(
            label="人",
            queryset=persons,
            required=False,
            empty_label="（なし）",
            help_text="この人の配属に付いた役割が、この利用者のものになります。",
        )
        self.order_fields(["person", "reason"])


class RoleForm(RecordForm):
    """A row of the rights table: one box for each family of nouns and verb. Asks back before it saves."""

    class Meta:
        model = Role
        fields = ("description",)
        help_texts = {"description": "例：会議体の事務局。会議・会議録・決定を書く。"}

    def __init__(self, *args: Any, cells: Iterable[Cell], **kwargs: Any) -> None:
        """``cells`` are those that stand."""
        super().__init__(*args, **kwargs)
        held = set(cells)
        for name in self.names():
            noun, verb = self.cell_of(name)
            label = f"{Noun(noun).label}：{Verb(verb).label}"
            self.fields[name] = forms.BooleanField(
                label=label,
                required=False,
                initial=(noun, verb) in held,
                widget=forms.CheckboxInput(attrs={"aria-label": label}),
            )
        self.fields["understood"] = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def names(cls) -> list[str]:
        """The names of the boxes, row by row."""
        return [f"{noun}:{verb}" for noun in Noun.values for verb in Verb.values]

    @staticmethod
    def cell_of(name: str) -> Cell:
        """The cell behind a box."""
        noun, _, verb = name.partition(":")
        return noun, verb

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """The boxes of each family, with the verb each stands for."""
        return [
            (str(label), [(str(said), self[f"{noun}:{verb}"]) for verb, said in Verb.choices])
            for noun, label in Noun.choices
        ]

    @property
    def around(self) -> list[Any]:
        """The fields that are no boxes."""
        boxes = {*self.names()}
        return [field for field in self if field.name not in boxes]

    @property
    def beside_values(self) -> set[str]:
        """Besides the usual: the answer to what was asked back."""
        return super().beside_values | {"understood"}

    @property
    def cells_ticked(self) -> set[Cell]:
        """The cells that are to stand."""
        return {self.cell_of(name) for name in self.names() if self[name].data}

    @property
    def answer(self) -> str:
        """What ``understood`` holds once old and new were shown for just these boxes."""
        said = f"{self['version'].data} {sorted(self.cells_ticked)} {self['description'].data}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def asks_back(self) -> bool:
        """Whether old and new are still to be shown."""
        return bool(self.changes) and self.data.get("understood") != self.answer

    @property
    def readings(self) -> list[str]:
        """What changes besides the boxes, which the page shows in a table."""
        return ["説明も変わります。" if "description" in self.changes else "説明は変わりません。"]


def _plain(form: forms.Form) -> None:
    """The portal's own look and words for a form of Django's."""
    form.label_suffix = ""
    form.use_required_attribute = False
    for field in form.fields.values():
        field.error_messages["required"] = "入力してください。"
