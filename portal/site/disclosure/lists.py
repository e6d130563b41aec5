"""The lists of 要注意語 and of the register of 仮名."""

from typing import Any

from portal.accounts.rights import Actor, Noun
from portal.disclosure import actions
from portal.disclosure.choices import PseudonymKind, WatchKind
from portal.disclosure.models import WatchWord
from portal.disclosure.register import Pseudonym
from portal.lists.nouns import Column, Listed, field_column
from portal.site.lists.filters import ChoicesFilter, ListFilter, WordsFilter
from portal.site.registry import record_url

IN_USE = "retired=False"
USED = [("False", "点検に使う"), ("True", "使わない")]
BY_RETIRING = "「点検に使わない」「また使う」は、この行のページで、理由を付けて行います。"


def edit_watch_word(*, by: Actor, reason: str, record: WatchWord, **changes: Any) -> WatchWord:
    """One cell of a word."""
    return actions.edit_watch_word(by=by, reason=reason, watch_word=record, **changes)


def edit_pseudonym(*, by: Actor, reason: str, record: Pseudonym, **changes: Any) -> Pseudonym:
    """One cell of the register."""
    return actions.edit_pseudonym(by=by, reason=reason, pseudonym=record, **changes)


def used(record: Any) -> str:
    """Whether the leak check looks for it."""
    return dict(USED)[str(record.is_retired)]


def in_a_row(text: str) -> str:
    """Words that stand one a line, on one line."""
    return "、".join(text.split("\n"))


class WatchWordFilter(ListFilter):
    """Which names."""

    q = WordsFilter("word", "maker", "unless", label="言葉・提供元")
    kind = ChoicesFilter("kind", "種別", WatchKind.choices)
    retired = ChoicesFilter("is_retired", "点検", USED)


class PseudonymFilter(ListFilter):
    """Which labels."""

    q = WordsFilter("label", "entity", "aliases", "watch_words", "scope", label="仮名・実の名・言葉")
    kind = ChoicesFilter("kind", "種別", PseudonymKind.choices)
    retired = ChoicesFilter("is_retired", "点検", USED)


WATCH_WORDS = Listed(
    key="watch-words",
    model=WatchWord,
    noun=Noun.DISCLOSURE,
    title="要注意語",
    url_name="disclosure:watch-words",
    filters=WatchWordFilter,
    edit=edit_watch_word,
    order="word",
    shown=("word", "kind", "maker", "used", "source"),
    columns=(
        field_column(WatchWord, "word", url=record_url),
        field_column(WatchWord, "kind"),
        field_column(WatchWord, "maker"),
        Column("used", "点検", used, sort=("is_retired",), field="is_retired", locked=BY_RETIRING),
        field_column(WatchWord, "source", label="出どころ"),
        field_column(WatchWord, "unless", value=lambda each: in_a_row(each.unless), sort=()),
    ),
    empty_text="まだ要注意語はありません。「要注意語を加える」から登録してください。添付の一覧は管理者が登録します。",
    create_label="要注意語を加える",
    create_url_name="disclosure:watch-word-new",
)
PSEUDONYMS = Listed(
    key="pseudonyms",
    model=Pseudonym,
    noun=Noun.REGISTER,
    title="仮名の登録簿",
    url_name="disclosure:pseudonyms",
    filters=PseudonymFilter,
    edit=edit_pseudonym,
    order="label",
    shown=("label", "kind", "entity", "scope", "reveal_trigger", "used"),
    columns=(
        field_column(Pseudonym, "label", url=record_url),
        field_column(Pseudonym, "kind"),
        field_column(Pseudonym, "entity", empty="未登録"),
        field_column(Pseudonym, "scope", empty="すべて"),
        field_column(Pseudonym, "reveal_trigger"),
        Column("used", "点検", used, sort=("is_retired",), field="is_retired", locked=BY_RETIRING),
        field_column(Pseudonym, "aliases", value=lambda each: in_a_row(each.aliases), sort=()),
        field_column(Pseudonym, "watch_words", value=lambda each: in_a_row(each.watch_words), sort=()),
    ),
    empty_text="まだ仮名はありません。「仮名を登録する」から始めてください。実の名は空欄でもかまいません。",
    create_label="仮名を登録する",
    create_url_name="disclosure:pseudonym-new",
)
