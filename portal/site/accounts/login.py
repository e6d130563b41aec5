"""The door, also for those who were inside and typed until their session ended."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.site.accounts.forms import LoginForm
from portal.site.kept import FIELD, Kept, packed, put_aside, unpacked

TITLE = "ログイン"


class Login(views.LoginView):
    """ログイン."""

    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"title": TITLE}

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With what was typed before the session ended, still to be carried."""
        return super().get_context_data(kept=self.request.POST.get(FIELD, ""), **extra)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In; what was typed waits on its page."""
        answer = super().form_valid(form)
        if kept := unpacked(self.request.POST.get(FIELD, "")):
            put_aside(self.request, kept)
        return answer


def locked(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """429: too many failures for this 職員番号 from this address; nothing typed is lost."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    form = LoginForm(request, {"username": request.POST.get("username", ""), "password": ""})
    form.full_clean()
    form.errors.clear()
    form.add_error(
        None,
        f"続けて{settings.AXES_FAILURE_LIMIT}回まちがえたため、この端末からはこの職員番号でログインできません。"
        f"最後に間違えてから{minutes}分たつと、もう一度試せます。"
        "お急ぎのときは、システム管理の担当にパスワードの再設定を頼んでください。すぐにログインできるようになります。",
    )
    context = {
        "title": TITLE,
        "form": form,
        "next": request.POST.get("next", ""),
        FIELD: request.POST.get(FIELD, ""),
    }
    return render(request, "registration/login.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)


def login_with(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The login page, carrying what was typed on a page whose session had ended."""
    context = {"title": TITLE, "form": LoginForm(request), "next": kept.path, FIELD: packed(kept)}
    return render(request, "registration/login.html", context, status=HTTPStatus.FORBIDDEN)
