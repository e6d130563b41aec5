"""The page of the one search box."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from portal.lists.counting import counts
from portal.search import finding
from portal.search.phrases import phrases_of
from portal.search.sources import SearchSource, full_texts, search_sources
from portal.search.words import Word, pieces, words_of
from portal.site.page import Page
from portal.site.paging import AskedPaginator
from portal.site.registry import record_url

MANY = 1000
PAGE_SIZE = 20
# For how many words the page says what dropping one of them would find.
MOST_DROPPED = 3


class Hits:
    """All that was found, kind after kind, as a Paginator wants it: the count first, then one slice."""

    def __init__(self, page: "SearchPage", sources: list[SearchSource]) -> None:
        self.page, self.sources = page, sources

    def count(self) -> int:
        """How many, over the chosen kinds."""
        return sum(self.page.found[source.label] for source in self.sources)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        rows = finding.records(
            self.sources, self.page.user, self.page.words, self.page.found, wanted.start, wanted.stop
        )
        return [_as_hit(source, record, self.page.words) for source, record in rows]


def _as_hit(source: SearchSource, record: Any, words: list[Word]) -> dict[str, Any]:
    disclosure, scope = source.disclosure(record) if source.disclosure else ("", "")
    note = source.note(record) if source.note else ""
    return {
        "kind": source.kind,
        "trail": source.trail(record) if source.trail else "",
        "title": pieces(source.title(record), words),
        "excerpt": pieces(note, words) if any(is_hit for _, is_hit in pieces(note, words)) else [],
        "url": record_url(record),
        "disclosure": disclosure,
        "scope": scope,
    }


class SearchPage(Page):
    """検索: whatever was registered, by name and number."""

    title = "検索"
    template_name = "site/search.html"

    @property
    def query(self) -> str:
        """What was typed."""
        return self.request.GET.get("q", "").strip()

    @cached_property
    def words(self) -> list[Word]:
        """The words of it."""
        return words_of(self.query)

    @cached_property
    def found(self) -> dict[str, int]:
        """How many of each kind."""
        return finding.counts(search_sources(), self.user, self.words)

    def get_title(self) -> str:
        """What was searched for, and how much was found."""
        return f"「{self.query}」の検索結果" if self.words else self.title

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Hits, the kinds to narrow by, and what to do when there are none."""
        chosen = set(self.request.GET.getlist("kind"))
        sources = search_sources()
        narrowed = [source for source in sources if source.label in chosen] or sources
        hits = Hits(self, narrowed)
        pages = AskedPaginator(hits, PAGE_SIZE)  # type: ignore[arg-type]
        return super().get_context(
            query=self.query,
            words=self.words,
            count=hits.count(),
            is_many=hits.count() >= MANY,
            pagination=pages.asked(self.request.GET.get("page")),
            kinds=[
                {
                    "value": source.label,
                    "label": source.kind,
                    "count": self.found[source.label],
                    "is_many": self.found[source.label] >= MANY,
                    "is_chosen": source.label in chosen,
                }
                for source in sources
            ],
            chosen=[source.kind for source in sources if source.label in chosen],
            in_texts=self.in_texts(),
            count_of_all=sum(self.found.values()),
            fewer=self.fewer_words() if self.words and not sum(self.found.values()) else [],
            **extra,
        )

    def in_texts(self) -> list[dict[str, Any]]:
        """Where the words stand in the text of records, how often, and the page that shows it."""
        phrases = phrases_of(self.query)
        texts = full_texts()
        queries = [text.holding(self.user, phrases) for text in texts]
        return [
            {
                "title": text.title,
                "count": count,
                "url": f"{reverse(text.url_name)}?{urlencode({'q': self.query})}",
            }
            for text, count in zip(texts, counts(queries, [MANY] * len(texts)), strict=True)
            if count.number
        ]

    def fewer_words(self) -> list[dict[str, Any]]:
        """What the same search would find without one of its words."""
        if not 1 < len(self.words) <= MOST_DROPPED:
            return []
        ways = []
        for word in self.words:
            left = [each for each in self.words if each is not word]
            count = sum(finding.counts(search_sources(), self.user, left).values())
            ways.append(
                {"query": " ".join(each.typed for each in left), "dropped": word.typed, "count": count}
            )
        return ways
