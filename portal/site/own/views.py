"""Pages of what is one's own: bookmarks and recent records, the keys."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.accounts.models import User
from portal.site.form_pages import FormPage
from portal.site.kept import forget
from portal.site.look import own_page
from portal.site.own import actions
from portal.site.own.models import Bookmark
from portal.site.own.recents import recents
from portal.site.own.references import record_of, shown
from portal.site.page import Crumb, Page

MOST_BOOKMARKS = 100


def _home() -> list[Crumb]:
    return [Crumb("ホーム", reverse("home"))]


class Bookmarks(Page):
    """しおり, and what was seen last."""

    title = "しおりと最近見たもの"
    template_name = "own/bookmarks.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """Below home."""
        return _home()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Both lists, as far as the records can be read today."""
        marked = Bookmark.objects.visible_to(self.user).values_list("record_model", "record_key")
        return super().get_context(
            bookmarks=shown(self.user, marked[:MOST_BOOKMARKS]),
            recents=shown(self.user, recents(self.request, self.user)),
            **extra,
        )


class BookmarkSwitch(Page):
    """Adds or takes back one bookmark."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, label: str, key: int) -> HttpResponse:
        """Do it; a script gets the new button, anybody else the page they were on."""
        is_marked = request.POST.get("mark") == "1"
        if is_marked:
            record = record_of(self.user, label, key)
            if record is None:
                raise Http404
            actions.mark(by=self.user, record=record)
        else:
            actions.unmark(by=self.user, record_model=label, record_key=key)
        if request.headers.get("HX-Request"):
            bookmark = {"url": request.path, "is_marked": is_marked}
            return render(request, "_components/bookmark_button.html", {"bookmark": bookmark})
        messages.success(request, "しおりに加えました。" if is_marked else "しおりから外しました。")
        return HttpResponseRedirect(own_page(request, request.POST.get("next", "")))


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Forget what was typed before the session ended, and show the page as it is stored."""
    path = own_page(request, request.POST.get("path", ""))
    forget(request, path)
    messages.success(request, "残っていた入力を捨てました。")
    return HttpResponseRedirect(path)


class KeysForm(forms.Form):
    """The one switch."""

    keys = forms.ChoiceField(label="キー操作", choices=[("on", "使う"), ("off", "使わない")])


class Keys(FormPage):
    """キー操作: the sheet of keys, and the switch that turns them off."""

    title = "キー操作"
    template_name = "own/keys.html"
    success_message = "キー操作の設定を変えました。"
    shows_what_was_typed = False

    def get_breadcrumbs(self) -> list[Crumb]:
        """Below home."""
        return _home()

    def read_records(self) -> list[User]:
        """The switch stands in the user's own account."""
        return [self.user]

    def get_form(self, data: Any = None) -> KeysForm:
        """The buttons are the form."""
        return KeysForm(data)

    def act(self, form: KeysForm) -> User:
        """Turn single keys on or off for this user."""
        uses_keys, version = form.cleaned_data["keys"] == "on", form.cleaned_data["version"]
        return actions.choose_keys(by=self.user, version=version, uses_keys=uses_keys)

    def get_success_url(self, record: User) -> str:
        """The sheet again."""
        return reverse("own:keys")
