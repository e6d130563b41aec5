"""Pages of what is no list of records: hits, versions, notices."""

from typing import Any, cast

from django.core.paginator import Page, Paginator


class AskedPage(Page[Any]):
    """A page that knows whether it is the one that was asked for."""

    is_another = False


class AskedPaginator(Paginator[Any]):
    """Answers any question for a page: where there is none of that number, the nearest one says so."""

    def asked(self, number: str | None) -> AskedPage:
        """The page of this number, the last one where there are fewer, the first one for no number."""
        page = cast("AskedPage", self.get_page(number))
        page.is_another = number not in {None, "", str(page.number)}
        return page

    def _get_page(self, *args: Any, **kwargs: Any) -> AskedPage:
        return AskedPage(*args, **kwargs)
