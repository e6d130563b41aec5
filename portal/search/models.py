"""The index of texts: what of which record stands in it."""

from typing import Any, Self, cast

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.db.models.lookups import Lookup

from portal.search.phrases import Phrase, for_fts5, for_tsquery

# SQLite's index of the words, a table beside theirs.
BESIDE = "portal_searchtext_fts"


class TokensField(models.TextField):
    """Pairs of characters, which the database keeps an index of."""


@TokensField.register_lookup
class Holds(Lookup):
    """Whether the indexed text holds what some phrases ask for; only ``holding`` asks."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """By the table beside the index, whose rows have the numbers of its rows.

        The + keeps it from being asked for row after row: it is read once, and leads to the rows.
        """
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        return f"({BESIDE} MATCH %s AND {row} = +{BESIDE}.rowid)", [for_fts5(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """By a column that PostgreSQL makes from the words, and its index."""
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name('vector')}"
        return f"{row} @@ to_tsquery('simple', %s)", [for_tsquery(self.rhs)]


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Reads of the index."""

    def of(self, model: type[models.Model]) -> Self:
        """What it holds of records of one kind."""
        return self.filter(record_model=model._meta.label_lower)

    def holding(self, phrases: list[Phrase]) -> Self:
        """Where every phrase is found and none that is left out; nowhere, when there is nothing to find."""
        if all(phrase.is_left_out for phrase in phrases):
            return self.none()
        held = self.filter(tokens__holds=phrases)
        return cast("Self", held.extra(tables=[BESIDE])) if connection.vendor == "sqlite" else held

    def among(self, records: models.QuerySet[Any]) -> Self:
        """Those of some records, each looked up when its words were found: as few as are needed."""
        return self.filter(Exists(records.order_by().filter(pk=OuterRef("record_key"))))

    def newest_first(self) -> Self:
        """In the order of their places; SQLite walks along its index and stops where enough are found."""
        if connection.vendor == "sqlite":
            return cast("Self", self.extra(order_by=[f"-{BESIDE}.rowid"]))
        return self.order_by("-pk")


class SearchText(models.Model):
    """検索の索引: the words of one record, made from it in the operation that changes it.

    Its number is its place (``portal.search.places``): the greatest is the newest. It says nothing the
    record does not say and can be made anew at any time, so it has no history. Nobody reads it but a search,
    which shows records that their reader may read.
    """

    record_model = models.CharField("記録の種類", max_length=60)
    record_key = models.BigIntegerField("記録の番号")
    tokens = TokensField("索引の語")

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検索の索引"
        constraints = [
            models.UniqueConstraint(fields=("record_model", "record_key"), name="search_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_model} {self.record_key}"
