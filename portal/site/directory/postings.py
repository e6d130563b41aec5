"""人 and 配属: who held what from when to when, 異動, and the end of it."""

from typing import Any

from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Office, Person, Posting
from portal.accounts.rights import Noun, Verb
from portal.site.directory.forms import EndForm, PostingForm, TransferForm
from portal.site.directory.tables import OF_PERSON
from portal.site.directory.views import crumbs_of
from portal.site.pages import (
    ConfirmPage,
    Crumb,
    FormPage,
    RecordCreatePage,
    RecordDetailPage,
    RecordEditPage,
    RecordPage,
)
from portal.site.registry import record_url
from portal.site.tables import table_rows


class PersonDetail(RecordDetailPage):
    """One 人: the offices held now, and all that were held."""

    noun = Noun.DIRECTORY
    model = Person
    template_name = "directory/person.html"

    def get_records(self) -> Any:
        """With the login."""
        return Person.objects.select_related("user")

    def get_breadcrumbs(self) -> list[Crumb]:
        """人."""
        return crumbs_of("persons", "人")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Postings, the latest first."""
        postings = list(self.visible(Posting.objects.filter(person=self.record)).named())
        today = timezone.localdate()
        held = [each for each in postings if each.starts_on <= today <= (each.ends_on or today)]
        return super().get_context(
            held=[each.words for each in held],
            columns=OF_PERSON,
            rows=table_rows(OF_PERSON, postings),
            may_read_users=self.user.may(Verb.READ, Noun.ACCOUNTS),
            **extra,
        )


class Transfer(RecordPage, FormPage):
    """異動: what is held ends on the day before, and a new 本務 begins."""

    noun = Noun.DIRECTORY
    model = Person
    submit_label = "異動を登録する"
    success_message = "異動を登録しました。"

    def get_title(self) -> str:
        """Whose it is."""
        return f"{self.record}の異動を登録する"

    def get_breadcrumbs(self) -> list[Crumb]:
        """人 › the person."""
        return crumbs_of("persons", "人", self.record)

    def get_form(self, data: Any = None) -> TransferForm:
        """Where to, from when, why."""
        return TransferForm(self.visible(Office.objects.named()), data)

    def act(self, form: TransferForm) -> Person:
        """Move the person."""
        values = form.cleaned_data
        actions.transfer(
            by=self.user,
            reason=values["reason"],
            person=self.record,
            office=values["office"],
            on=values["on"],
            ends_others=values["ends_others"],
        )
        return self.record  # type: ignore[no-any-return]


class PostingCreate(RecordCreatePage):
    """配属を加える: a first 本務, a 兼務 or a 代理."""

    noun = Noun.DIRECTORY
    model = Posting
    form_class = PostingForm
    reason_required = True
    title = "配属を加える"
    person: Person

    def load(self) -> None:
        """Whose it is."""
        self.person = self.visible_or_404(Person, pk=self.kwargs["pk"])

    def get_over(self) -> Person:
        """The person."""
        return self.person

    def get_breadcrumbs(self) -> list[Crumb]:
        """人 › the person."""
        return crumbs_of("persons", "人", self.person)

    def get_blank(self) -> Posting:
        """A posting of the person."""
        return Posting(person=self.person)

    def perform(self, *, reason: str, **values: Any) -> Posting:
        """Post the person."""
        return actions.start_posting(by=self.user, reason=reason, person=self.person, **values)

    def get_success_url(self, record: Posting) -> str:
        """The person."""
        return record_url(self.person)


class OfPosting(RecordPage):
    """What the pages about one posting share."""

    noun = Noun.DIRECTORY
    model = Posting

    def get_records(self) -> Any:
        """With what names it."""
        return Posting.objects.named()

    def get_breadcrumbs(self) -> list[Crumb]:
        """人 › the person."""
        return crumbs_of("persons", "人", self.record.person)

    def get_success_url(self, record: Posting) -> str:
        """The person."""
        return record_url(self.record.person)


class PostingDetail(OfPosting, RecordDetailPage):
    """One 配属."""

    template_name = "directory/posting.html"


class PostingEdit(OfPosting, RecordEditPage):
    """配属を直す: what was entered wrongly."""

    form_class = PostingForm
    title = "配属を直す"

    def perform(self, record: Posting, *, reason: str, **changes: Any) -> Posting:
        """Mend it."""
        return actions.edit_posting(by=self.user, reason=reason, posting=record, **changes)


class PostingEnd(OfPosting, RecordEditPage):
    """配属を終える: the last day; the rights of the office end with it."""

    form_class = EndForm
    title = "配属を終える"
    submit_label = "終える"
    success_message = "配属の終わりの日を登録しました。"

    def perform(self, record: Posting, *, reason: str, **changes: Any) -> Posting:
        """End it."""
        return actions.end_posting(by=self.user, reason=reason, posting=record, **changes)


class PostingRemove(OfPosting, ConfirmPage):
    """配属を取り消す: one that never was."""

    title = "配属を取り消す"
    submit_label = "取り消す"
    success_message = "配属を取り消しました。"
    question = (
        "誤って登録した配属を取り消します。実際にあった配属は、取り消さずに終わりの日を登録してください。"
    )

    def perform(self, record: Posting, *, reason: str) -> None:
        """Take it away."""
        actions.remove_posting(by=self.user, reason=reason, posting=record)
