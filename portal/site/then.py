"""A record as it stood: by the day its values held (``?as_of=``), by its history (``?recorded_at=``)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.audit.reading import FieldChange, recorded_at, state_in_words
from portal.audit.snapshots import Snapshot, entered_after
from portal.audit.together import read_together
from portal.audit.wording import is_part, name_relations
from portal.site.clocks import ClockForm, end_of
from portal.site.history_access import Subject, name_in, subject_or_404
from portal.site.history_rule import HistoryRule, audited_models, noun_of, reads_of
from portal.site.page import Crumb, Page
from portal.site.registry import place_url, record_url
from portal.sources.citing import flat

# Of what hung on a record, this many of a kind are named.
NAMED = 50


@dataclass(frozen=True)
class Then:
    """What one reader may read of the records at a moment of recording; without one, of those of today."""

    rule: HistoryRule
    snapshot: Snapshot

    def records(self, *wanted: tuple[type[AuditedModel], dict[str, Any]]) -> list[list[Any]]:
        """The records of each kind and lookup, all in one query.

        Those of a past moment go through ``drop_hidden`` before they are shown.
        """
        return read_together([self._rows(model, lookup) for model, lookup in wanted])

    def _rows(self, model: type[AuditedModel], lookup: dict[str, Any]) -> Any:
        if self.snapshot.moment is None:
            return reads_of(model, self.rule.user).filter(**lookup)
        return self.snapshot.rows(model, **lookup)

    def drop_hidden(self, *groups: list[Any]) -> None:
        """Take out of these lists whatever the strictest of then and now hides."""
        if self.snapshot.moment is None:
            return
        hidden = self.rule.hidden_among(keys_of(record for group in groups for record in group))
        for group in groups:
            group[:] = [record for record in group if (type(record), record.pk) not in hidden]

    def names_of(self, records: list[Any]) -> dict[tuple[Any, Any], str]:
        """By kind and key; a record without a word of its own is named by what it pointed to."""
        own = {(type(record), record.pk): name_in(_values(record)) for record in records}
        nameless = [record for record in records if not own[type(record), record.pk]]
        fields = [
            (record, field)
            for record in nameless
            for field in record._meta.concrete_fields
            if isinstance(field, ForeignKey)
        ]
        self.snapshot.relate_all(fields)
        return own | {(type(record), record.pk): str(record) for record in nameless}


def keys_of(records: Iterable[AuditedModel]) -> dict[type[AuditedModel], set[Any]]:
    """The keys of records by their kinds."""
    keys: dict[type[AuditedModel], set[Any]] = {}
    for record in records:
        keys.setdefault(type(record), set()).add(record.pk)
    return keys


def _values(record: Model) -> dict[str, Any]:
    return {field.name: getattr(record, field.attname) for field in record._meta.concrete_fields}


class ThenPage(Page):
    """A record at a day; one that was deleted since is shown to those who may read histories."""

    model: type[AuditedModel]
    rule: HistoryRule
    subject: Subject
    form: ClockForm

    def load(self) -> None:
        """The record of the address; the second clock is history."""
        may_read_history = self.may(Verb.READ, Noun.HISTORY)
        if "recorded_at" in self.request.GET and not may_read_history:
            raise PermissionDenied("記録時点を指定して見る権限がありません。")
        self.rule = HistoryRule(self.user)
        self.form = ClockForm(self.request.GET, may_read_history=may_read_history)
        if self.form.is_valid():
            self.gather()
        self.subject = self.find()

    def gather(self) -> None:
        """Read what the page may tell, before it is known what of it this reader may read: so that all of
        it is asked for at once (``ask_of``).
        """

    def ask_of(self, *records: Any) -> None:
        """Whether this record and these are hidden from the reader: the rule keeps the answers."""
        if self.form.moment is not None:
            keys = keys_of(flat(records))
            keys.setdefault(self.model, set()).add(self.kwargs["pk"])
            self.rule.hidden_among(keys)

    def find(self) -> Subject:
        """By the strictest of then and now where the history is asked, else as the record is read today."""
        label, key = self.model._meta.label_lower, self.kwargs["pk"]
        if self.request.GET.get("recorded_at"):
            return subject_or_404(self.rule, label, key)
        record = reads_of(self.model, self.user).filter(pk=key).first()
        if record is None:
            raise Http404
        return Subject(self.model, key, record, str(record))

    def get_title(self) -> str:
        """The record's name."""
        return self.subject.name

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The record as it stood; what is no day is told beside its field."""
        if not self.form.is_valid():
            return self.answer(status=HTTPStatus.UNPROCESSABLE_ENTITY, clock_form=self.form, invalid=True)
        if self.form.day is None and self.form.recorded_day is None:
            return HttpResponseRedirect(self.url_now())
        return self.answer(
            clock_form=self.form,
            as_of=self.form.day,
            recorded_day=self.form.recorded_day,
            **self.as_it_stood(),
        )

    def url_now(self) -> str:
        """The record as it is."""
        return self.request.path

    @property
    def then(self) -> Then:
        """What is read."""
        return Then(self.rule, Snapshot(self.form.moment))

    def held(self, day: date | None) -> bool:
        """Whether something of this day held by the day asked for."""
        return self.form.day is None or day is None or day <= self.form.day

    def late(self, model: type[AuditedModel], keys: Iterable[Any]) -> int:
        """How many of those that held by then were entered only afterwards."""
        return 0 if self.form.day is None else entered_after(model, keys, end_of(self.form.day))

    def as_it_stood(self) -> dict[str, Any]:
        """What the template tells, in a number of queries that hangs on the kind alone."""
        raise NotImplementedError


class RecordThen(ThenPage):
    """Any audited record, field by field, with the names of that moment and what hung on it."""

    template_name = "site/then.html"
    row: Any
    groups: list[list[Any]]
    targets: list[Any]

    def load(self) -> None:
        """The kind is in the address."""
        model = audited_models().get(self.kwargs["model_label"])
        if model is None:
            raise Http404
        self.model = model
        super().load()

    def get_breadcrumbs(self) -> list[Crumb]:
        """The record as it is, as far as it has a page."""
        url = record_url(self.subject.record) if self.subject.record else ""
        return [Crumb(self.subject.name, url)] if url else []

    def get_title(self) -> str:
        """Told from the record as it is."""
        return f"時点を指定：{self.subject.name}"

    def url_now(self) -> str:
        """The record's page, or its history where it has none."""
        label, key = self.subject.label, self.subject.key
        return place_url(label, key) or reverse("history", args=[label, key])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """With the kind of the record."""
        return super().get_context(
            subject=self.subject, kind=self.subject.kind, url_now=self.url_now(), **extra
        )

    def gather(self) -> None:
        """The record, what it pointed to and what hung on it."""
        then, key = self.then, self.kwargs["pk"]
        self.row = self.find_row()
        children = [(kind, name) for kind, name in children_of(self.model) if self.rule.reads_kind(kind)]
        self.groups = then.records(*((kind, {f"{name}_id": key}) for kind, name in children))
        self.targets = then.snapshot.of_keys(pointed_to(self.model, self.row))
        told = [each for each in self.targets if not noun_of(type(each)).startswith(Noun.ACCOUNTS)]
        self.ask_of(self.groups, told)

    def find_row(self) -> Any:
        """The record itself, or the row of its history that held."""
        moment, key = self.form.moment, {self.model._meta.pk.attname: self.kwargs["pk"]}
        if moment is None:
            reads = reads_of(self.model, self.user).select_related(*name_relations(self.model))
            return reads.filter(**key).first()
        return recorded_at(self.model, moment, **key).first()

    def find(self) -> Subject:
        """Today's record was read already."""
        if self.form.is_valid() and self.form.moment is None and self.row is not None:
            return Subject(self.model, self.row.pk, self.row, str(self.row))
        return super().find()

    def as_it_stood(self) -> dict[str, Any]:
        """The record and what hung on it."""
        row = self.row
        day = getattr(row, "effective_on", None)
        if row is None or not self.held(day):
            return {"missing": row is None, "holds_from": day}
        groups = [
            [each for each in group if self.held(getattr(each, "effective_on", None))]
            for group in self.groups
        ]
        self.then.drop_hidden(*groups)
        shown = [each for group in groups for each in group[:NAMED]]
        names = self.then.names_of([*self.targets, *shown])
        return {
            "facts": self.facts(row, names),
            "has_day": hasattr(row, "effective_on"),
            "late": self.late(self.model, [self.subject.key]) if day else 0,
            "groups": [self.told(group, names) for group in groups if group],
        }

    def facts(self, row: Any, names: dict[tuple[Any, Any], str]) -> tuple[FieldChange, ...]:
        """Every field that said something."""
        return state_in_words(self.model, row, hidden=self.rule.hidden_names, names=lambda _: dict(names))

    def told(self, group: list[Any], names: dict[tuple[Any, Any], str]) -> dict[str, Any]:
        """One kind: names and pages."""
        label = group[0]._meta.label_lower
        asked = self.request.GET.urlencode()
        return {
            "kind": group[0]._meta.verbose_name,
            "count": len(group),
            "more": max(0, len(group) - NAMED),
            "records": [
                {
                    "name": names[type(each), each.pk],
                    "url": f"{reverse('history-then', args=[label, each.pk])}?{asked}",
                }
                for each in group[:NAMED]
            ],
        }


def pointed_to(model: type[AuditedModel], row: Any) -> dict[Any, set[Any]]:
    """The records that a row's foreign keys name, by kind; values of its own are no records."""
    keys: dict[Any, set[Any]] = {}
    for field in () if row is None else model._meta.concrete_fields:
        key = getattr(row, field.attname, None)
        if isinstance(field, ForeignKey) and key is not None and not is_part(field):
            keys.setdefault(field.related_model, set()).add(key)
    return keys


def children_of(model: type[AuditedModel]) -> list[tuple[type[AuditedModel], str]]:
    """The kinds that hang on this one, each with the foreign key by which it does."""
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, AuditedModel)
        and relation.field.name in relation.related_model.governed_by
    ]
