"""Login, and one's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView

from portal.accounts.actions import change_own_password
from portal.site.accounts.forms import LoginForm, PasswordForm
from portal.site.pages import Crumb


class Login(views.LoginView):
    """The door."""

    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"title": "ログイン"}


class PasswordChange(FormView):
    """Everybody changes their own password."""

    form_class = PasswordForm
    template_name = "site/record_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form checks the old password of this user."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the form page shows."""
        home = reverse("home")
        return super().get_context_data(
            **kwargs,
            title="パスワードを変える",
            breadcrumbs=[Crumb("ホーム", home), Crumb("パスワードを変える")],
            submit_label="変える",
            cancel_url=home,
        )

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        """Store the new password and keep this session; all others end."""
        user = change_own_password(by=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "パスワードを変えました。ほかの端末のログインは終わりました。")
        return HttpResponseRedirect(reverse("home"))
