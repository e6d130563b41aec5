"""The one list page: rows of one noun as the address asks for them."""

from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from portal.accounts.rights import Noun, Verb
from portal.lists.address import OF_THE_LIST, OPEN, PAGE, SELECTED, SIZE, SIZES, SORT, Address
from portal.lists.counting import CAP, Count, counted, counts
from portal.lists.models import SavedView
from portal.lists.nouns import Column, Listed, list_of
from portal.lists.reading import keys_and_count
from portal.site.lists.cells import cell_id, cell_url
from portal.site.lists.filters import Condition, ListFilter
from portal.site.pages import Page
from portal.site.tables import Row, table_rows

# What the form of the chosen rows sends itself.
NOT_KEPT = {SELECTED, PAGE}
# What a new condition leaves as it is.
KEPT = {*OF_THE_LIST, OPEN, SELECTED} - {SORT}


@dataclass(frozen=True)
class Heading:
    """The head of a column: where it sorts to, and how it is sorted now (ascending, descending or not)."""

    label: str
    number: bool
    sort_url: str
    direction: str


class FieldForm(forms.Form):
    """Which column of the chosen rows is to be changed."""

    def __init__(self, columns: list[tuple[str, str]]) -> None:
        """``columns`` are those that can be, by key and label."""
        super().__init__(auto_id="rows_%s", label_suffix="")
        self.fields["field"] = forms.ChoiceField(label="直す項目", required=False, choices=columns)


@dataclass(frozen=True)
class Chip:
    """One condition in force, and the list without it; ``count`` where that would help to decide."""

    label: str
    url: str
    count: Count | None = None


class ListedPage(Page):
    """A page about one list; the right that is asked for is the right to its noun."""

    # Given by the URL, or named in it by its key.
    listed: Listed = None  # type: ignore[assignment]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The list is known before the right is asked for."""
        super().setup(request, *args, **kwargs)
        listed = self.listed or list_of(kwargs.get("list_key", ""))
        if listed is None:
            raise Http404
        self.listed = listed
        self.noun = self.listed.noun  # type: ignore[misc]

    @cached_property
    def address(self) -> Address:
        """What the address asks for."""
        return Address(self.listed, self.request.GET)

    @cached_property
    def filter(self) -> ListFilter:
        """The conditions of the address over what this user may read."""
        return self.filter_of(self.address)

    def filter_of(self, address: Address) -> ListFilter:
        """The conditions of an address over what this user may read."""
        made: Any = self.listed.filters
        found: ListFilter = made(address.conditions, self.listed.visible(self.user), user=self.user)
        return found

    def found(self) -> Any:
        """The records that fit, in order; none where a condition has no meaning."""
        if not self.filter.is_understood:
            return self.listed.visible(self.user).none()
        return self.in_order(self.filter.qs)

    def in_order(self, records: Any) -> Any:
        """In the order of the address, with what the shown columns read."""
        read = records.order_by(*self.address.order)
        read = read.select_related(*self.address.relations) if self.address.relations else read
        prefetches = [each() if callable(each) else each for each in self.listed.prefetches]
        return read.prefetch_related(*prefetches)


class ListPage(ListedPage):
    """The rows of a list, how it is narrowed and sorted, and what can be done with it."""

    template_name = "lists/list.html"

    def get_title(self) -> str:
        return self.listed.title

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the rows, under an address that can be read."""
        if not self.address.is_canonical:
            return HttpResponseRedirect(self.address.url(page=self.address.given.get("page")))
        start = (self.address.page - 1) * self.address.size if self.address.page else 0
        records, count = (
            self.read(start, start + self.address.size + 1) if self.address.page else ([], Count(0))
        )
        has_more = len(records) > self.address.size
        records = records[: self.address.size]
        self.listed.tell(self.user, records)
        is_past_end = not records and self.address.page != 1
        return self.answer(
            status=self._status(is_past_end=is_past_end),
            records=records,
            count=count,
            rows=self.rows(records),
            is_past_end=is_past_end,
            range=(start + 1, start + len(records)),
            next_url=self._page_url(self.address.page + 1) if has_more else "",
            may_read_history=self.may(Verb.READ, Noun.HISTORY),
            present_url=self.address.url(as_of=None, recorded_at=None),
            previous_url=self._page_url(self.address.page - 1) if self.address.page > 1 else "",
        )

    def read(self, start: int, stop: int) -> tuple[list[Any], Count]:
        """Some of the rows, and how many there are."""
        if not self.filter.is_understood:
            return [], Count(0)
        if self.filter.qs.query.distinct:
            # Such a query gives its terms of order beside its keys.
            return list(self.found()[start:stop]), counted(self.filter.qs)
        keys, count = keys_and_count(self.address, self.filter.qs, start, stop)
        return list(self.in_order(self.filter.queryset.filter(pk__in=keys))), count

    def _status(self, *, is_past_end: bool) -> HTTPStatus:
        if not self.filter.is_understood:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        return HTTPStatus.NOT_FOUND if is_past_end else HTTPStatus.OK

    def _page_url(self, number: int) -> str:
        return self.address.url(page=number if number > 1 else None)

    def _url_of(self, name: str, **changes: Any) -> str:
        """A page about this list as it stands."""
        query = self.address.query(open=None, **changes)
        return f"{reverse(f'lists:{name}', args=[self.listed.key])}?{query}".rstrip("?")

    def views(self) -> list[dict[str, Any]]:
        """The saved views of the list: one's own, then what others share."""
        current = self.address.text
        kept = SavedView.objects.visible_to(self.user).of_list(self.listed).select_related("owner")
        return [
            {
                "name": view.name if is_own else f"{view.name}（{view.owner}）",
                "url": view.url,
                "is_pinned": view.is_pinned,
                "is_shared": view.is_shared,
                "is_current": view.query == current,
                "edit_url": reverse("lists:view-edit", args=[view.pk]) if is_own else "",
            }
            for view, is_own in sorted(
                ((view, view.owner_id == self.user.pk) for view in kept), key=lambda each: not each[1]
            )
        ]

    def selection(self, records: list[Any], count: Count) -> dict[str, Any]:
        """What is chosen, here and on other pages, and where the chosen rows can be changed."""
        if not self.is_writable:
            return {"selects": False}
        chosen, here = set(self.address.selected), [record.pk for record in records]
        beyond = [key for key in self.address.selected if key not in here]
        page = self.address.given.get(PAGE)
        every = self.address.url(selected=",".join(map(str, [*beyond, *here])), page=page)
        return {
            "selects": True,
            "chosen": chosen,
            "selected_beyond": ",".join(map(str, beyond)),
            "select_none_url": self.address.url(selected=None, page=page) if chosen else "",
            "kept_in_selection": [
                (name, text) for name, text in self.address.given.items() if name not in NOT_KEPT
            ],
            "bulk_form": FieldForm([(column.key, column.label) for column in self.listed.editable]),
            "bulk_links": [
                *([] if chosen.issuperset(here) else [("このページの行をすべて選ぶ", every)]),
                (f"条件に合うすべて（{count}）を直す", self._url_of("bulk", selected=None)),
            ],
            "cells_url": self.address.url(open=None if self.is_open else "cells", page=page),
            "is_open": self.is_open,
            "bulk_url": reverse("lists:bulk", args=[self.listed.key]),
            "paste_url": self._url_of("paste", page=page),
        }

    def rows(self, records: list[Any]) -> list[Row]:
        """The cells of one page, each with the way to edit it where the table is open for that."""
        rows = table_rows(self.address.columns, records)
        if self.address.clocks:
            rows = [self._at_a_day(row) for row in rows]
        if not self.is_open or not self.is_writable:
            return rows
        return [self._opened(row, record) for row, record in zip(rows, records, strict=True)]

    @property
    def is_writable(self) -> bool:
        """Whether this user may edit cells of the list."""
        return bool(self.listed.editable) and self.may(Verb.WRITE)

    @property
    def is_open(self) -> bool:
        """Whether the table stands open for editing."""
        return "cells" in self.address.opened

    def _at_a_day(self, row: Row) -> Row:
        """Its links lead to the records as they stood."""
        asked, cells = self.address.clocks, []
        for cell in row.cells:
            page, mark, place = cell.url.partition("#")
            cells.append(replace(cell, url=f"{page}?{asked}{mark}{place}") if page else cell)
        return replace(row, cells=cells)

    def _opened(self, row: Row, record: Any) -> Row:
        editable = self.listed.editable
        cells = [
            replace(cell, edit_url=cell_url(self.address, record.pk, column), id=cell_id(record.pk, column))
            if column in editable and not column.lock_of(record)
            else cell
            for cell, column in zip(row.cells, self.address.columns, strict=True)
        ]
        return replace(row, cells=cells)

    def headings(self) -> list[Heading]:
        """The heads of the shown columns."""
        (first, down), *_ = self.address.sorts
        return [
            Heading(
                column.label,
                column.number,
                self.address.sorted_by(column) if column.sort else "",
                ("descending" if down else "ascending") if column is first else "",
            )
            for column in self.address.columns
        ]

    def sorts(self) -> list[tuple[str, str, bool]]:
        """The orders on offer: as the address says them, in words, and whether it is the one in force."""
        given = self.address.given.get(SORT, self.listed.order)
        offered = {self.listed.order: "いつもの順"}
        for column in self.listed.columns:
            if column.sort:
                offered |= {column.key: f"{column.label}の順", f"-{column.key}": f"{column.label}の逆順"}
        offered.setdefault(given, "アドレスのとおり")
        return [(text, words, text == given) for text, words in offered.items()]

    def chips(self, *, is_empty: bool) -> list[Chip]:
        """The conditions in force; of an empty list each with what dropping it would give."""
        conditions = self.filter.in_force()
        without: list[Any] = [None] * len(conditions)
        if is_empty and self.filter.is_understood:
            without = counts([self.filter.without([condition.name]) for condition in conditions])
        return [self._chip(condition, count) for condition, count in zip(conditions, without, strict=True)]

    def _chip(self, condition: Condition, count: Count | None) -> Chip:
        label = f"{condition.label}：{condition.words}"
        return Chip(label, self.address.url(**{condition.name: None}), count)

    def columns_choice(self) -> dict[str, Any]:
        """The shown columns with the ways to move them, and those that can be added."""
        shown = self.address.columns
        return {
            "columns": [
                {
                    "label": column.label,
                    "left_url": self._moved(place, -1) if place > 1 else "",
                    "right_url": self._moved(place, 1) if 0 < place < len(shown) - 1 else "",
                    "remove_url": self.address.with_columns(shown[:place] + shown[place + 1 :])
                    if place
                    else "",
                }
                for place, column in enumerate(shown)
            ],
            "addable": [
                {"label": column.label, "url": self.address.with_columns([*shown, column])}
                for column in self.listed.columns
                if column not in shown
            ],
            "column_total": len(self.listed.columns),
            "columns_open": "columns" in self.address.opened,
        }

    def _moved(self, place: int, step: int) -> str:
        columns: list[Column] = [*self.address.columns]
        columns.insert(place + step, columns.pop(place))
        return self.address.with_columns(columns)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Everything around the rows."""
        records, count, is_past_end = extra["records"], extra["count"], extra["is_past_end"]
        is_empty = not records and not is_past_end
        sorts = self.sorts()
        may_write = self.may(Verb.WRITE)
        create = self.listed.create_url_name if may_write else ""
        links = (*self.listed.links, *(self.listed.writing_links if may_write else ()))
        return super().get_context(
            listed=self.listed,
            address=self.address,
            cap=CAP,
            is_empty=is_empty,
            is_understood=self.filter.is_understood,
            filter_form=self.filter.form,
            unknown=self.filter.unknown,
            chips=self.chips(is_empty=is_empty),
            clear_url=self.address.url(**dict.fromkeys(self.address.conditions)),
            kept=[(name, text) for name, text in self.address.given.items() if name in KEPT],
            headings=self.headings(),
            sorts=sorts,
            sorted_by=next(words for _, words, is_current in sorts if is_current),
            printed_at=timezone.now(),
            export_url=self._url_of("export") if self.may(Verb.EXPORT) and not is_empty else "",
            workbook_url="" if count.is_capped else self._url_of("workbook"),
            sizes=[(size, self.address.url(rows=size if size != SIZE else None)) for size in SIZES],
            create_url=reverse(create) if create else "",
            links=[(label, reverse(url_name)) for label, url_name in links],
            views=self.views(),
            save_url=self._url_of("view-new") if list_of(self.listed.key) else "",
            **self.selection(records, count),
            **self.columns_choice(),
            **extra,
        )
