"""Search in the text of all minutes: as far as the reader may read them, row by row."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.db.models import Count as Counted
from django.db.models import OuterRef, Subquery

from meetings.filters import EntryFilter
from meetings.models import MinutesEntry
from portal.accounts.rights import Noun
from portal.lists.counting import Count
from portal.search.models import SearchText
from portal.search.phrases import Phrase, excerpt, phrases_of, pieces
from portal.site.page import Page
from portal.site.paging import AskedPaginator
from portal.site.registry import record_url

MANY = 1000
PAGE_SIZE = 20
QUERY, AS_TYPED, PAGE = "q", "as_typed", "page"
# By condition: what of a hit it asks for.
ASKED = {
    "body": "meeting__body",
    "year": "meeting__fiscal_year",
    "speaker": "speaker_label",
    "kind": "kind",
}


class RecordSearch(Page):
    """会議録の検索."""

    noun = Noun.RECORD
    title = "会議録の検索"
    template_name = "meetings/search.html"

    @property
    def query(self) -> str:
        """What was typed."""
        return self.request.GET.get(QUERY, "").strip()

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The words of it."""
        return phrases_of(self.query, as_typed=AS_TYPED in self.request.GET)

    @cached_property
    def filter(self) -> EntryFilter:
        """The rows one may read, and the conditions over them."""
        given = {
            name: ",".join(self.request.GET.getlist(name))
            for name in self.request.GET
            if name not in (QUERY, AS_TYPED, PAGE)
        }
        rows = self.visible(MinutesEntry)
        return EntryFilter({name: words for name, words in given.items() if words}, rows, user=self.user)

    @cached_property
    def keys(self) -> list[int]:
        """The hits that one may read and that fulfil the conditions, the newest first; one more than told."""
        rows = self.filter.qs if self.filter.is_understood else self.visible(MinutesEntry).none()
        held = SearchText.objects.of(MinutesEntry).holding(self.phrases).among(rows)
        return list(held.newest_first().values_list("record_key", flat=True)[: MANY + 1])

    @property
    def wants(self) -> list[Phrase]:
        """The words that are to be found."""
        return [phrase for phrase in self.phrases if not phrase.is_left_out]

    def get_title(self) -> str:
        """What was searched for."""
        return f"「{self.query}」の検索結果（会議録）" if self.wants else self.title

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The hits, newest first, and what to do when there are none."""
        page = AskedPaginator(self.keys[:MANY], PAGE_SIZE).asked(self.request.GET.get(PAGE))
        self.tell_counts()
        return super().get_context(
            query=self.query,
            phrases=self.phrases,
            wants=self.wants,
            left_out=[phrase for phrase in self.phrases if phrase.is_left_out],
            synonyms=[phrase for phrase in self.phrases if len(phrase.spellings) > 1],
            is_as_typed=AS_TYPED in self.request.GET,
            form=self.filter.form,
            is_understood=self.filter.is_understood,
            chips=self.chips(),
            clear_url=self.without(*self.filter.data),
            kept=[(name, self.request.GET[name]) for name in (QUERY, AS_TYPED) if name in self.request.GET],
            count=Count(min(len(self.keys), MANY), len(self.keys) > MANY),
            pagination=page,
            hits=self.hits(list(page.object_list)),
            **extra,
        )

    def tell_counts(self) -> None:
        """Beside each choice of a condition, how many of the hits it holds."""
        hits = self.visible(MinutesEntry).filter(pk__in=self.keys[:MANY]).values_list(*ASKED.values())
        for name, values in zip(ASKED, zip(*hits, strict=True), strict=False):
            held = Counter(map(str, values))
            field = self.filter.form.fields[name]
            field.widget.choices = [
                (value, f"{label}（{held[value]:,}件）") for value, label in field.choices
            ]

    def chips(self) -> list[dict[str, str]]:
        """Each condition in force, and the search without it."""
        return [
            {"label": f"{condition.label}：{condition.words}", "url": self.without(condition.name)}
            for condition in self.filter.in_force()
        ]

    def without(self, *names: str) -> str:
        """This search without some conditions."""
        left = self.request.GET.copy()
        for name in (*names, PAGE):
            left.pop(name, None)
        return f"?{left.urlencode()}"

    def hits(self, keys: list[int]) -> list[dict[str, Any]]:
        """The rows of one page, with the number a reader counts."""
        above = MinutesEntry.objects.filter(
            meeting=OuterRef("meeting"), position__lte=OuterRef("position")
        ).order_by()
        number = Subquery(above.values("meeting").annotate(count=Counted("pk")).values("count"))
        rows = self.visible(MinutesEntry).filter(pk__in=keys)
        found = rows.select_related("meeting__body", "item").annotate(number=number).in_bulk()
        return [self.hit(found[key]) for key in keys if key in found]

    def hit(self, row: Any) -> dict[str, Any]:
        """One row as ``_components/hit.html`` takes it."""
        is_of_item = row.item is not None and bool(row.item.disclosure)
        place = [str(row.meeting), row.item.label if row.item else "", f"{row.number}行目"]
        return {
            "kind": row.get_kind_display(),
            "trail": "　".join(filter(None, place)),
            "title": [(row.speaker_label or row.get_kind_display(), False)],
            "excerpt": excerpt(pieces(row.text, self.phrases)),
            "url": record_url(row),
            "disclosure": row.item.disclosure if is_of_item else row.meeting.minutes_disclosure,
            "scope": "議題" if is_of_item else "会議録",
        }
