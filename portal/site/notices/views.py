"""Pages of one's own notices. Looking never marks anything as read: a button does."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import RolePermission
from portal.notices.actions.telling import ADDRESS, Ways, choose_ways, mark_read
from portal.notices.kinds import NoticeKind, known_kinds
from portal.notices.models import Notice, NoticeAddress, NoticeChoice
from portal.notices.reading import readable_places
from portal.site.conflicts import Newer, in_words, renewed, row_of_version
from portal.site.fields import VersionsField
from portal.site.history_words import Change
from portal.site.notices.forms import WaysForm
from portal.site.pages import Crumb, ManyRecordsPage, NewPage, Page, RecordPage
from portal.site.paging import AskedPaginator
from portal.site.registry import due_items_for, place_url

TITLE = "お知らせ"
PAGE_SIZE = 30
# What fits on one sheet of paper.
MOST_ON_SHEET = 12


@dataclass(frozen=True)
class Line:
    """A notice as a page shows it: what its record is about only while that may be read."""

    notice: Notice
    is_readable: bool

    @property
    def url(self) -> str:
        """The page of the record."""
        return place_url(*self.notice.place) if self.is_readable else ""


class OwnPage(Page):
    """A page of one's own notices."""

    def own(self) -> Any:
        """The user's notices in the portal."""
        return self.visible(Notice).shown()

    def lines(self, notices: Any) -> list[Line]:
        """Notices with what may be said of them."""
        notices = list(notices)
        readable = readable_places(self.user, notices)
        return [Line(notice, notice.place in readable) for notice in notices]

    def get_breadcrumbs(self) -> list[Crumb]:
        """お知らせ."""
        return [Crumb(TITLE, reverse("notices:notices"))]

    def get_success_url(self, record: Any) -> str:
        """Back to the list."""
        return reverse("notices:notices")


class NoticesPage(OwnPage):
    """お知らせ: the newest first; ``?unread=1`` leaves out what was read."""

    title = TITLE
    template_name = "notices/notices.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """The list itself."""
        return []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """One page of them."""
        only_unread = self.request.GET.get("unread") == "1"
        notices = self.own().unread() if only_unread else self.own()
        page = AskedPaginator(notices, PAGE_SIZE).asked(self.request.GET.get("page"))
        return super().get_context(
            lines=self.lines(page.object_list),
            pagination=page,
            only_unread=only_unread,
            **extra,
        )


class MarkRead(OwnPage, RecordPage, NewPage):
    """既読にする: one notice."""

    model = Notice
    title = submit_label = "既読にする"
    success_message = "既読にしました。"

    def get_form(self, data: Any = None) -> forms.Form:
        """Nothing is asked."""
        return forms.Form(data)

    def act(self, form: forms.Form) -> Notice:
        """Mark it."""
        mark_read(by=self.user, notices=[self.record])
        return self.record  # type: ignore[no-any-return]


class MarkAllRead(OwnPage, NewPage):
    """すべて既読にする."""

    title = submit_label = "すべて既読にする"
    success_message = "すべて既読にしました。"

    def get_form(self, data: Any = None) -> forms.Form:
        """Nothing is asked."""
        return forms.Form(data)

    def act(self, form: forms.Form) -> None:
        """Mark them all."""
        mark_read(by=self.user, notices=self.own().unread())


class NoticeWays(OwnPage, ManyRecordsPage):
    """お知らせの受け取り方: which kinds, in the portal and by e-mail."""

    title = "お知らせの受け取り方"
    success_message = "受け取り方を保存しました。"

    def load(self) -> None:
        """What was chosen before, if anything was."""
        self.records = list(self.visible(NoticeChoice))
        self.address = self.visible(NoticeAddress).first()

    def kinds(self) -> list[NoticeKind]:
        """The kinds that can concern this user."""
        read = RolePermission.Verb.READ
        return [kind for kind in known_kinds() if not kind.noun or self.user.may(read, kind.noun)]

    def get_form(self, data: Any = None) -> WaysForm:
        """The choices as they are."""
        stored = {choice.kind: Ways(choice.in_portal, choice.by_mail) for choice in self.records}
        return WaysForm(data, kinds=self.kinds(), stored=stored, address=str(self.address or ""))

    def version_field(self) -> VersionsField:
        """Of every choice and of the address: there is always one, however little was chosen.

        Boxes left blank send nothing, so that an empty request would turn every kind off without it.
        """
        versions = {choice.pk: choice.version for choice in self.records}
        return VersionsField(initial={ADDRESS: self.address.version if self.address else 0, **versions})

    def newer(self, form: Any) -> list[Newer]:
        """What was saved in another window meanwhile."""
        seen = (self.sent(form) or {}).get(ADDRESS)
        found = super().newer(form)
        if self.address and self.address.version != seen:
            found.append(Newer.since(self.address, row_of_version(self.address, seen), tell_old=True))
        return found

    def conflict(self, form: Any) -> TemplateResponse:
        """What stands there by now beside what was chosen, which is kept."""
        stored = self.form()
        again = self.form(renewed(form, stored))
        differences = [
            Change.between(str(again[name].label), in_words(stored[name]), in_words(again[name]))
            for name in again.changed_data
            if name != "version"
        ]
        return self.show(
            again,
            status=HTTPStatus.CONFLICT,
            newer=self.newer(form),
            differences=differences,
            is_edit=True,
        )

    def act(self, form: WaysForm) -> None:
        """Keep them, over those that were read."""
        versions, address = form.cleaned_data["version"], form.cleaned_data.get("address")
        choose_ways(by=self.user, ways=form.ways, address=address, versions=versions)


class MorningSheet(OwnPage):
    """朝の一枚: what is overdue, due today, and new, on one page to print."""

    title = "朝の一枚"
    template_name = "notices/morning.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What fits on the page, and how much more there is."""
        today: date = timezone.localdate()
        due = due_items_for(self.user, today)
        overdue = [item for item in due if item.on < today]
        due_today = [item for item in due if item.on == today]
        unread = self.own().unread()
        return super().get_context(
            today=today,
            overdue=overdue[:MOST_ON_SHEET],
            overdue_more=max(0, len(overdue) - MOST_ON_SHEET),
            due_today=due_today[:MOST_ON_SHEET],
            due_today_more=max(0, len(due_today) - MOST_ON_SHEET),
            lines=self.lines(unread[:MOST_ON_SHEET]),
            lines_more=max(0, unread.count() - MOST_ON_SHEET),
            **extra,
        )
