"""What every page of the desks is: a right to enter, records found through ``visible_to``, a frame."""

import copy
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.db.models.manager import BaseManager
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views import View

from portal.accounts.models import User
from portal.accounts.rights import Verb
from portal.audit.models import AuditedModel

# No record has a greater number, and no database takes one.
LAST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Crumb:
    """One step of the way back; without ``url`` it is the page itself."""

    label: str
    url: str = ""


class Page(View):
    """A page for those who may do ``verb`` to ``noun``; without a noun, for everybody who is logged in.

    ``load`` finds the page's records before anything else.
    """

    noun: ClassVar[str] = ""
    verb: ClassVar[str] = Verb.READ
    template_name: str
    title: str = ""
    user: User
    began: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right, load, ask for the right over what was loaded, then answer."""
        user = request.user
        if not isinstance(user, User) or (self.noun and not user.may(self.verb, self.noun)):
            raise PermissionDenied("このページを見る権限がありません。")
        if any(isinstance(value, int) and value > LAST_KEY for value in kwargs.values()):
            raise Http404
        self.user = user
        self.began = timezone.now()
        self.load()
        if self.noun and not self.may(self.verb):
            raise PermissionDenied("この記録について、この操作をする権限がありません。")
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """Find the records of the page; ``self.kwargs`` holds what the URL says."""

    def visible_or_404(self, source: type[Model] | BaseManager[Any] | QuerySet[Any], **lookup: Any) -> Any:
        """One record this user may read, or 404."""
        return get_object_or_404(self.visible(source), **lookup)

    def visible(self, source: type[Model] | BaseManager[Any] | QuerySet[Any]) -> Any:
        """The records this user may read."""
        reads: Any = source._default_manager if isinstance(source, type) else source
        return reads.visible_to(self.user)

    def get_over(self) -> AuditedModel | None:
        """The record whose place decides what may be done here; None where it is about no one record."""
        return None

    def may(self, verb: str, noun: str = "") -> bool:
        """Whether this user may do the verb to ``noun`` (this page's own by default), over its record."""
        return self.user.may(verb, noun or self.noun, over=self.get_over())

    def get_title(self) -> str:
        """The heading and the window's title."""
        return self.title

    def get_breadcrumbs(self) -> list[Crumb]:
        """The way back, from the top, without the page itself."""
        return []

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """What the template gets."""
        return {
            "page": self,
            "title": self.get_title(),
            "breadcrumbs": [*self.get_breadcrumbs(), Crumb(self.get_title())],
            "may_write": self.may(Verb.WRITE),
            **extra,
        }

    def answer(self, *, status: int = HTTPStatus.OK, template: str = "", **extra: Any) -> TemplateResponse:
        """The page itself."""
        return TemplateResponse(
            self.request, template or self.template_name, self.get_context(**extra), status=status
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.answer()


class RecordPage(Page):
    """A page about one record, found by ``pk`` in the URL."""

    model: ClassVar[type[Model]]
    record: Any

    def load(self) -> None:
        """The record itself, as far as this user may read it."""
        self.record = self.visible_or_404(self.get_records(), pk=self.kwargs["pk"])

    def get_over(self) -> AuditedModel | None:
        """The record itself, once it is found."""
        return getattr(self, "record", None)

    def get_records(self) -> Any:
        """Where the record is looked for; add ``select_related`` here."""
        return self.model.objects.all()  # type: ignore[attr-defined]

    def get_title(self) -> str:
        """The record's own name, unless the page has a title."""
        return self.title or str(self.record)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The record stands under ``record``."""
        return super().get_context(record=self.record, **extra)

    def read_records(self) -> list[Any]:
        """What the page is made from."""
        return [self.record]

    def as_read(self, version: int) -> Any:
        """A copy of the record as of the version the typist saw: the database refuses any but the newest."""
        record = copy.copy(self.record)
        record.version = version
        return record
