"""要注意語 and 仮名: the page of each, its forms, and whether the leak check looks for it."""

from typing import Any, ClassVar

from django.urls import reverse

from portal.accounts.models import RolePermission
from portal.accounts.rights import Noun, Verb
from portal.disclosure import actions
from portal.disclosure.models import WatchWord
from portal.disclosure.register import Pseudonym
from portal.site.disclosure.forms import PseudonymForm, WatchWordForm
from portal.site.disclosure.lists import PSEUDONYMS, WATCH_WORDS, in_a_row, used
from portal.site.forms import RecordForm
from portal.site.pages import ConfirmPage, Crumb, Page, RecordCreatePage, RecordDetailPage, RecordEditPage
from portal.site.registry import record_url


class OfWords(Page):
    """What the pages about one 要注意語 share."""

    noun = Noun.DISCLOSURE
    model: ClassVar[Any] = WatchWord
    form_class: ClassVar[type[RecordForm]] = WatchWordForm

    def get_breadcrumbs(self) -> list[Crumb]:
        """要注意語."""
        return [Crumb(WATCH_WORDS.title, WATCH_WORDS.url)]


class OfRegister(Page):
    """What the pages about one 仮名 share."""

    noun = Noun.REGISTER
    model: ClassVar[Any] = Pseudonym
    form_class: ClassVar[type[RecordForm]] = PseudonymForm

    def get_breadcrumbs(self) -> list[Crumb]:
        """仮名の登録簿."""
        return [Crumb(PSEUDONYMS.title, PSEUDONYMS.url)]


class Detail(RecordDetailPage):
    """One of either: what is registered, and what can be done with it."""

    template_name = "disclosure/watched.html"
    edit_url_name: ClassVar[str]
    use_url_name: ClassVar[str]

    def facts(self) -> list[tuple[str, str]]:
        """What is registered, in words."""
        raise NotImplementedError

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The facts and the ways on."""
        return super().get_context(
            facts=[*self.facts(), ("点検", used(self.record))],
            edit_url=reverse(self.edit_url_name, args=[self.record.pk]),
            use_url=reverse(self.use_url_name, args=[self.record.pk]),
            **extra,
        )


class WatchWordDetail(OfWords, Detail):
    """One 要注意語."""

    edit_url_name = "disclosure:watch-word-edit"
    use_url_name = "disclosure:watch-word-use"

    def facts(self) -> list[tuple[str, str]]:
        """The word, and where it comes from."""
        record = self.record
        return [
            ("種別", record.get_kind_display()),
            ("提供元", record.maker or "記載なし"),
            ("除く言葉", in_a_row(record.unless) or "なし"),
            ("出どころ", record.source),
        ]


class WatchWordCreate(OfWords, RecordCreatePage):
    """要注意語を加える."""

    reason_required = True
    title = "要注意語を加える"

    def perform(self, *, reason: str, **values: Any) -> WatchWord:
        """Enter it."""
        return actions.add_watch_word(by=self.user, reason=reason, **values)


class WatchWordEdit(OfWords, RecordEditPage):
    """要注意語を直す."""

    title = "要注意語を直す"

    def perform(self, record: WatchWord, *, reason: str, **changes: Any) -> WatchWord:
        """Change it."""
        return actions.edit_watch_word(by=self.user, reason=reason, watch_word=record, **changes)


class PseudonymDetail(OfRegister, Detail):
    """One 仮名, and who may read the register."""

    edit_url_name = "disclosure:pseudonym-edit"
    use_url_name = "disclosure:pseudonym-use"

    def facts(self) -> list[tuple[str, str]]:
        """What stands behind the label."""
        record = self.record
        return [
            ("種別", record.get_kind_display()),
            ("使う範囲", record.scope or "すべて"),
            ("実の名", record.entity or "未登録"),
            ("別名", in_a_row(record.aliases) or "なし"),
            ("要注意語", in_a_row(record.watch_words) or "なし"),
            ("明かしてよくなる時", record.get_reveal_trigger_display()),
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the roles that read it and those that write it."""
        of_register = RolePermission.objects.filter(noun=Noun.REGISTER).select_related("role")
        allowed = [(each.verb, str(each.role)) for each in of_register]
        return super().get_context(
            readers=sorted({role for verb, role in allowed if verb == Verb.READ}),
            writers=sorted({role for verb, role in allowed if verb == Verb.WRITE}),
            **extra,
        )


class PseudonymCreate(OfRegister, RecordCreatePage):
    """仮名を登録する."""

    reason_required = True
    title = "仮名を登録する"

    def perform(self, *, reason: str, **values: Any) -> Pseudonym:
        """Enter it."""
        return actions.add_pseudonym(by=self.user, reason=reason, **values)


class PseudonymEdit(OfRegister, RecordEditPage):
    """仮名を直す."""

    title = "仮名を直す"

    def perform(self, record: Pseudonym, *, reason: str, **changes: Any) -> Pseudonym:
        """Change it."""
        return actions.edit_pseudonym(by=self.user, reason=reason, pseudonym=record, **changes)


class Use(ConfirmPage):
    """点検に使わない, or また使う: the record stays, with its history, and so does the choice."""

    success_message = "記録しました。"

    def get_title(self) -> str:
        """Whichever it is not now."""
        return (
            f"点検にまた使う：{self.record}" if self.record.is_retired else f"点検に使わない：{self.record}"
        )

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """The act in a word."""
        return "また使う" if self.record.is_retired else "使わない"

    @property
    def question(self) -> str:  # type: ignore[override]
        """What follows."""
        if self.record.is_retired:
            return "漏れの点検で、この名をまた探します。"
        return "漏れの点検で、この名を探さなくなります。記録と変更履歴は残り、いつでも戻せます。"

    def get_success_url(self, record: Any) -> str:
        """Back to the record."""
        return record_url(self.record)


class WatchWordUse(OfWords, Use):
    """Of a 要注意語."""

    def perform(self, record: WatchWord, *, reason: str) -> None:
        """Turn it round."""
        actions.edit_watch_word(
            by=self.user, reason=reason, watch_word=record, is_retired=not record.is_retired
        )


class PseudonymUse(OfRegister, Use):
    """Of a 仮名."""

    def perform(self, record: Pseudonym, *, reason: str) -> None:
        """Turn it round."""
        actions.edit_pseudonym(
            by=self.user, reason=reason, pseudonym=record, is_retired=not record.is_retired
        )
