"""The index of texts: what of which record stands in it."""

from typing import Any, Self

from django.db import models
from django.db.models.lookups import Lookup

from portal.search.phrases import Phrase, for_fts5, for_tsquery


class TokensField(models.TextField):
    """Pairs of characters, which the database keeps an index of."""


@TokensField.register_lookup
class Holds(Lookup):
    """Whether the indexed text holds what some phrases ask for."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """By the table beside the index, whose rows have the numbers of its rows."""
        row = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        found = "SELECT rowid FROM portal_searchtext_fts WHERE portal_searchtext_fts MATCH %s"
        return f"{row} IN ({found})", [for_fts5(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """By an index over the expression."""
        tokens, params = self.process_lhs(compiler, connection)
        asked = [*map(str, params), for_tsquery(self.rhs)]
        return f"to_tsvector('simple', {tokens}) @@ to_tsquery('simple', %s)", asked


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Reads of the index."""

    def of(self, model: type[models.Model]) -> Self:
        """What it holds of records of one kind."""
        return self.filter(record_model=model._meta.label_lower)

    def holding(self, phrases: list[Phrase]) -> Self:
        """Where every phrase is found and none that is left out; nowhere, when there is nothing to find."""
        if all(phrase.is_left_out for phrase in phrases):
            return self.none()
        return self.filter(tokens__holds=phrases)


class SearchText(models.Model):
    """検索の索引: the words of one record, made from it in the operation that changes it.

    It says nothing the record does not say and can be made anew at any time, so it has no history. Nobody
    reads it but a search, which shows records that their reader may read.
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
