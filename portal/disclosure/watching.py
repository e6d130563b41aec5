"""What the leak check looks for: the common list, and the names and words of the register."""

from dataclasses import dataclass

from portal.disclosure.choices import WatchKind
from portal.disclosure.leaks import Rule, Watch
from portal.disclosure.models import WatchWord
from portal.disclosure.register import Pseudonym

RULES = {WatchKind.VENDOR: Rule.VENDOR, WatchKind.PRODUCT: Rule.PRODUCT}


@dataclass(frozen=True)
class Watched:
    """What is looked for, and the labels of the register, besides those that look like one (A社)."""

    watches: list[Watch]
    labels: list[str]

    @property
    def word_count(self) -> int:
        """How many words of the common list."""
        return sum(watch.rule in RULES.values() for watch in self.watches)


def watched() -> Watched:
    """All of it. Nobody's right is asked: what is about to become public is held against everything."""
    found = [
        Watch(each.word, RULES[WatchKind(each.kind)], unless=tuple(each.unless.split()))
        for each in WatchWord.objects.filter(is_retired=False)
    ]
    register = list(Pseudonym.objects.filter(is_retired=False))
    for pseudonym in register:
        names = [pseudonym.entity, *pseudonym.aliases.split("\n")]
        hints = pseudonym.watch_words.split("\n")
        found += [Watch(name.strip(), Rule.SEALED, pseudonym.label) for name in names if name.strip()]
        found += [Watch(word.strip(), Rule.UNMASKING, pseudonym.label) for word in hints if word.strip()]
    return Watched(found, [pseudonym.label for pseudonym in register])
