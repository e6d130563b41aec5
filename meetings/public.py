"""会議録 for residents: the public editions that are in force, and which records are known to exist."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models.fields.json import KT
from django.utils import timezone

from meetings.choices import MinutesState
from meetings.edition_content import as_read, lines_of
from meetings.models import Edition, Meeting
from portal.documents.choices import EditionAudience
from portal.public.publications import Gone, Publication, Shelf, register_publications
from portal.search.actions import Indexed, register_index
from portal.search.models import SearchText
from portal.search.phrases import Phrase


def _told(editions: Any) -> list[Publication]:
    """What lists say: of the sitting only what its edition prints, and where it stands."""
    rows = editions.annotate(
        title=KT("content__name"), held_on=KT("content__held_on"), tag=KT("content__edition")
    ).values(
        *("meeting_id", "title", "held_on", "tag", "issued_at", "check_number", "page_count"),
        *("file__sha256", "file__size", "meeting__body_id", "meeting__fiscal_year"),
    )
    return [
        Publication(
            key=row["meeting_id"],
            shelf=row["meeting__body_id"],
            fiscal_year=row["meeting__fiscal_year"],
            title=row["title"],
            held_on=date.fromisoformat(row["held_on"]) if row["held_on"] else None,
            edition=row["tag"],
            issued_at=row["issued_at"],
            check_number=row["check_number"],
            page_count=row["page_count"],
            sha256=row["file__sha256"],
            size=row["file__size"],
        )
        for row in rows
    ]


def _closed() -> Any:
    """Records kept from the public whose body says that there are such."""
    kept = Meeting.objects.filter(minutes_state=MinutesState.NOT_PUBLISHED)
    return kept.filter(body__shows_closed_minutes=True)


def _newest_first(editions: Any) -> Any:
    return editions.order_by("-issued_at", "-pk")


class PublicMinutes:
    """The published 会議録."""

    code = "minutes"
    label = "会議録"
    template_name = "meetings/public/record.html"

    def shelves(self) -> list[Shelf]:
        """By body, the newest year first."""
        place = ("body_id", "body__name", "fiscal_year")
        published = Edition.objects.for_the_public().order_by()
        told = set(published.values_list(*(f"meeting__{name}" for name in place)))
        told |= set(_closed().order_by().values_list(*place))
        return [Shelf(*each) for each in sorted(told, key=lambda each: (each[1], each[0], -each[2]))]

    def on(self, shelf: int, fiscal_year: int) -> list[Publication]:
        """The last sitting first."""
        editions = Edition.objects.for_the_public().filter(meeting__body=shelf)
        of_year = editions.filter(meeting__fiscal_year=fiscal_year)
        return _told(of_year.order_by("-meeting__number", "-meeting"))

    def closed(self, shelf: int, fiscal_year: int) -> list[str]:
        """Body, year and number, and nothing else."""
        kept = _closed().filter(body=shelf, fiscal_year=fiscal_year).select_related("body")
        return [str(meeting) for meeting in kept]

    def newest(self, limit: int | None = None) -> list[Publication]:
        """By the moment of issue."""
        return _told(_newest_first(Edition.objects.for_the_public())[:limit])

    def one(self, key: int) -> Publication | None:
        """Of this sitting."""
        return next(iter(_told(Edition.objects.for_the_public().filter(meeting=key))), None)

    def content(self, key: int) -> dict[str, Any]:
        """What the edition prints."""
        return as_read(Edition.objects.for_the_public().get(meeting=key).content or {})

    def lines(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """The same, as the search reads it."""
        found = Edition.objects.for_the_public().filter(meeting__in=keys)
        return {key: list(lines_of(content)) for key, content in found.values_list("meeting", "content")}

    def gone(self, key: int | None = None) -> list[Gone]:
        """Sittings with public editions of which none is in force."""
        once = Edition.objects.filter(audience=EditionAudience.PUBLIC)
        once = once.exclude(meeting__in=Edition.objects.for_the_public().values("meeting"))
        once = once.filter(meeting=key) if key else once
        # The last edition decides.
        told = dict(once.order_by("number").values_list("meeting", "withdrawal__withdrawn_at"))
        return [Gone(each, timezone.localdate(at) if at else None) for each, at in sorted(told.items())]

    def found(self, phrases: list[Phrase]) -> list[Publication]:
        """By the index, narrowed to what is public now."""
        holding = SearchText.objects.of(Edition).holding(phrases)
        found = Edition.objects.for_the_public().filter(pk__in=holding.values("record_key"))
        return _told(_newest_first(found))


def register() -> None:
    """Called once, when Django has loaded the models."""
    register_index(
        Indexed(
            Edition,
            lambda edition: tuple(lines_of(edition.content or {})),
            place=("issued_at", "meeting_id", "number"),
        )
    )
    register_publications(PublicMinutes())
