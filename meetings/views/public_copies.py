"""公開用のファイル of a 資料: made from a file, cleaned and checked, or taken off."""

from typing import Any

from meetings.actions import public_copies
from meetings.forms.sittings import PublicCopyForm
from meetings.models import Handout
from meetings.views.places import PartOfMeeting
from portal.accounts.rights import Noun
from portal.site.pages import ConfirmPage, FormPage
from portal.site.registry import record_url


class OfHandout(PartOfMeeting):
    """What the pages share."""

    noun = Noun.DISCLOSURE
    model = Handout

    def get_records(self) -> Any:
        """With both files."""
        return super().get_records().select_related("file", "public_file")

    def get_success_url(self, record: Any) -> str:
        """The paper's own page."""
        return record_url(self.record)


class PublicCopy(OfHandout, FormPage):
    """公開用のファイルを登録する."""

    title = "公開用のファイルを登録する"
    template_name = "meetings/public_copy.html"
    submit_label = "公開用にする"
    success_message = "公開用のファイルを登録しました。除いたものと確かめることを、下で見てください。"

    def get_form(self, data: Any = None) -> PublicCopyForm:
        """Asks for a file, or takes the original."""
        return PublicCopyForm(data, self.files_beside(data))

    def act(self, form: PublicCopyForm) -> Handout:
        """Clean it and check it."""
        typed = form.cleaned_data
        return public_copies.give_public_copy(
            by=self.user,
            reason=typed["reason"],
            handout=self.as_read(typed["version"]),
            upload=typed.get("upload"),
        )


class PublicCopyOff(OfHandout, ConfirmPage):
    """公開用のファイルを外す."""

    title = "公開用のファイルを外す"
    question = "この資料の公開用のファイルを外します。元のファイルはそのままです。"
    submit_label = "外す"
    success_message = "公開用のファイルを外しました。"

    def perform(self, record: Handout, *, reason: str) -> None:
        """Take it off."""
        public_copies.take_public_copy_off(by=self.user, reason=reason, handout=record)
