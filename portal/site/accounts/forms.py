"""Forms of login and passwords."""

from typing import Any

from django.contrib.auth import forms as auth_forms

from portal.accounts.models import User


class LoginForm(auth_forms.AuthenticationForm):
    """職員番号 and password. Never says which of the two was wrong."""

    error_messages = {
        "invalid_login": "職員番号かパスワードが正しくありません。大文字と小文字は区別されます。",
        "inactive": "この利用者は利用を停止されています。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Django's form takes."""
        super().__init__(*args, **kwargs)
        _plain(self)


class PasswordForm(auth_forms.PasswordChangeForm):
    """The old password once, the new one twice. The page hands the new one to an action."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        """Take what Django's form takes."""
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = "12文字以上。推測されやすいものは使えません。"
        self.fields["new_password2"].help_text = ""
        _plain(self)


def _plain(form: Any) -> None:
    form.label_suffix = ""
    form.use_required_attribute = False
    for field in form.fields.values():
        field.error_messages["required"] = "入力してください。"
