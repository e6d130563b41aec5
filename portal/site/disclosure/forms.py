"""Forms of 要注意語 and of the register of 仮名."""

from typing import Any

from django.core.exceptions import ValidationError

from portal.disclosure.leaks import Folded
from portal.disclosure.models import WatchWord
from portal.disclosure.register import Pseudonym
from portal.site.forms import RecordForm

SHORTEST = 2


def refuse_short(words: str) -> str:
    """Refuse words that would be found everywhere: one sign, once width and white space are taken away."""
    for line in words.split("\n"):
        if line.strip() and len(Folded.of(line).text) < SHORTEST:
            raise ValidationError(
                f"「{line.strip()}」は1文字のため、どこにでも見つかります。2文字以上にしてください。"
            )
    return words


class WatchWordForm(RecordForm):
    """A vendor or product that the leak check looks for in everything that becomes public."""

    class Meta:
        model = WatchWord
        fields = ("word", "kind", "maker", "unless", "source")
        help_texts = {
            "word": "全角・半角、大文字・小文字の違いは問いません。例：架空クラウド",
            "maker": "製品・サービスの提供元。例：架空電機",
            "source": "どこにある名か。例：情報管理課の契約一覧（令和8年11月）",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Few lines of exceptions are enough."""
        super().__init__(*args, **kwargs)
        self.fields["unless"].widget.attrs["rows"] = 3

    def clean_word(self) -> str:
        """No word of one sign."""
        return refuse_short(self.cleaned_data["word"])


class PseudonymForm(RecordForm):
    """A label, and the name that it stands for as far as that is registered."""

    class Meta:
        model = Pseudonym
        fields = ("label", "kind", "scope", "entity", "aliases", "watch_words", "reveal_trigger")
        help_texts = {
            "entity": "封じる名。公開する文章にあれば漏れです。空欄は「未登録」。例：架空電機株式会社",
            "aliases": "1行に1つ。略称、英語の名、旧社名など。実の名と同じに封じます。例：架空電機",
            "watch_words": "1行に1つ。製品の名など、それから実の名が分かる言葉。例：カクウフォン",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Few lines are enough."""
        super().__init__(*args, **kwargs)
        for name in ("aliases", "watch_words"):
            self.fields[name].widget.attrs["rows"] = 3

    def clean_entity(self) -> str:
        """No name of one sign."""
        return refuse_short(self.cleaned_data["entity"])

    def clean_aliases(self) -> str:
        """Neither an alias."""
        return refuse_short(self.cleaned_data["aliases"])

    def clean_watch_words(self) -> str:
        """Nor a word."""
        return refuse_short(self.cleaned_data["watch_words"])
