"""Questions within questions, put into SQL once: what a reader may read is a part of many others."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression


class Subquery(BaseExpression):
    """One column of some records, as the right hand of ``__in``, for the length of a request.

    A queryset in its place is resolved and compiled anew by everything that holds it, which costs more
    than what the database does with it. It must not refer to the question around it.
    """

    def __init__(self, records: QuerySet[Any], column: str = "pk") -> None:
        super().__init__()
        query = records.order_by().values(column).query
        try:
            self._sql, self._params = query.get_compiler(records.db).as_sql()
        except EmptyResultSet:
            self._sql, self._params = "", ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def is_empty(self) -> bool:
        """Whether no record can fulfil what is asked."""
        return not self._sql

    def resolve_expression(self, *args: Any, **kwargs: Any) -> "Subquery":
        """It stands as it is, wherever it is put."""
        return self

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The text as it was written."""
        if self.is_empty:
            raise EmptyResultSet
        return f"({self._sql})", tuple(self._params)
