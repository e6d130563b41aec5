"""Pages of 保存した一覧: keep the list as it stands, rename, share, pin, take away."""

from typing import Any

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.forms import CharField, HiddenInput
from django.http import Http404, QueryDict

from portal.accounts.models import User
from portal.accounts.rights import Verb
from portal.lists import actions
from portal.lists.address import Address
from portal.lists.models import SavedView
from portal.site.forms import RecordForm
from portal.site.lists.page import ListedPage
from portal.site.pages import ConfirmPage, Crumb, RecordCreatePage, RecordEditPage, RecordPage

SHOWN_AT_HOME = 10


class ViewForm(RecordForm):
    """Name, conditions, and who sees it."""

    class Meta:
        model = SavedView
        fields = ("name", "query", "is_shared", "is_pinned")
        help_texts = {
            "query": "一覧のアドレスの「?」より後ろを写します。例：state=open&sort=due",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nobody is asked why they look at a list in their way."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = HiddenInput()
        if self.instance.pk is None:
            self.fields["query"].widget = HiddenInput()

    def clean_query(self) -> str:
        """The conditions as the address of the list says them."""
        listed, owner = self.instance.listed, self.instance.owner
        try:
            address = Address(listed, QueryDict(str(self.cleaned_data["query"]).strip().removeprefix("?")))
        except TooManyFieldsSent as error:
            raise ValidationError("条件が多すぎます。") from error
        made = listed.filters(address.conditions, listed.visible(owner), user=owner)
        if not made.is_understood:
            wrong = "、".join(each.label for each in made.in_force() if made.is_wrong(each.name))
            raise ValidationError(f"読めない条件があります：{wrong}。一覧のアドレスから写してください。")
        return address.text


class ViewCreate(ListedPage, RecordCreatePage):
    """この条件を保存する."""

    verb = Verb.READ
    model = SavedView
    form_class = ViewForm
    success_message = "この条件を保存しました。"

    def get_title(self) -> str:
        """Which list it is."""
        return f"{self.listed.title}：この条件を保存する"

    def get_breadcrumbs(self) -> list[Crumb]:
        """Back to the list as it stood."""
        return [Crumb(self.listed.title, self.address.url())]

    def get_blank(self) -> SavedView:
        """A view of this list, as it stood when the page was opened."""
        return SavedView(owner=self.user, list_key=self.listed.key, query=self.address.text)

    def get_success_url(self, record: Any) -> str:
        """The list, as it was kept."""
        return str(record.url)

    def perform(self, *, reason: str, **values: Any) -> SavedView:
        """Keep it."""
        return actions.save_view(by=self.user, listed=self.listed, reason=reason, **values)


class OfView(RecordPage):
    """What the pages about one's own saved view share."""

    model = SavedView
    record: SavedView

    def load(self) -> None:
        """Somebody else's is as good as none; so is one of a list that is gone."""
        super().load()
        if self.record.owner_id != self.user.pk or self.record.listed is None:
            raise Http404

    def get_breadcrumbs(self) -> list[Crumb]:
        """Back to the list."""
        listed = self.record.listed
        return [Crumb(listed.title if listed else "", self.record.url)]

    def get_success_url(self, record: Any) -> str:
        """The list."""
        return str(self.record.url)


class ViewEdit(OfView, RecordEditPage):
    """保存した一覧を直す."""

    verb = Verb.READ
    form_class = ViewForm
    reason_required = False
    title = "保存した一覧を直す"
    template_name = "lists/view_form.html"

    def perform(self, record: SavedView, *, reason: str, **changes: Any) -> SavedView:
        """Change it."""
        self.record = actions.edit_view(by=self.user, view=record, reason=reason, **changes)
        return self.record


class ViewRemove(OfView, ConfirmPage):
    """保存した一覧を削除する."""

    verb = Verb.READ
    title = "保存した一覧を削除する"
    question = "この保存した一覧を削除します。一覧の記録はそのまま残ります。"

    def get_form(self, data: Any = None) -> Any:
        """Nobody is asked why."""
        form = super().get_form(data)
        form.fields["reason"] = CharField(required=False, widget=HiddenInput())
        return form

    def perform(self, record: SavedView, *, reason: str) -> None:
        """Take it away."""
        actions.remove_view(by=self.user, view=record, reason=reason)

    def get_success_url(self, record: Any) -> str:
        """The list as it usually is."""
        return self.record.listed.url if self.record.listed else ""


def pinned_views(user: User) -> dict[str, Any] | None:
    """What stands on this user's home page; nothing to show when nothing is pinned."""
    views = [view for view in SavedView.objects.visible_to(user).pinned()[:SHOWN_AT_HOME] if view.listed]
    return {"views": views} if views else None
