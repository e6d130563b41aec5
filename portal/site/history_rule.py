"""Which histories a reader may read: by the strictest of what holds now and what ever held.

A record's history is read as a whole or not at all. It is hidden where the record stands today but not for
this reader, where any of its states was out of the reader's sight, and where the same is true of a record
that it hangs on. The history of what was ever withheld from residents is for those only who may read what is
withheld.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Model, Q, QuerySet, Value

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.accounts.visibility import within_reach, worked_out
from portal.audit.models import AuditedModel
from portal.disclosure.choices import Disclosure
from portal.disclosure.models import Withholding

WITHHELD = (Disclosure.PARTLY_CLOSED, Disclosure.CLOSED)
Keys = Mapping[type[AuditedModel], Iterable[Any]]
Record = tuple[type[AuditedModel], Any]


@cache
def audited_models() -> dict[str, type[AuditedModel]]:
    """Every audited kind by its label ("meetings.meeting")."""
    found = (model for model in apps.get_models() if issubclass(model, AuditedModel))
    return {model._meta.label_lower: model for model in found}


def history_rows(model: type[Model]) -> QuerySet[Any]:
    """All rows of a kind's history."""
    audited: Any = model
    history: type[Model] = audited.history.model
    return history._base_manager.order_by()


def noun_of(model: type[AuditedModel]) -> str:
    """The family of nouns a kind belongs to: the file that holds it, or the room, names the family."""
    name = re.sub(r"\.models\b", "", model.__module__)
    return str(Noun(name if name in Noun.values else name.rpartition(".")[0]))


def reads_of(model: type[Model], user: User, **known: Any) -> QuerySet[Any]:
    """The records of a kind that this reader may read today, within the reach of the right to histories.

    ``known`` is what the kind's ``visible_to`` takes beside the reader.
    """
    manager: Any = model._default_manager
    return _within_histories(manager.visible_to(user, **known), user)


def _within_histories(reads: QuerySet[Any], user: User) -> QuerySet[Any]:
    # Who has no such right at all is told by the pages, which then tell no more than that a record is gone.
    if user.may(Verb.READ, Noun.HISTORY):
        reads = within_reach(reads, user, Verb.READ, Noun.HISTORY)
    return reads


class HistoryRule:
    """The rule for one reader; asked by one page, since it keeps what it found out."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._kinds: dict[type[AuditedModel], bool] = {}
        self._links: dict[Record, set[Record]] = {}
        self._hidden: set[Record] = set()

    def reads_kind(self, model: type[AuditedModel]) -> bool:
        """Whether this reader could read any record of the kind at all."""
        if model not in self._kinds:
            ask = partial(_may_find_some, model, self.user)
            self._kinds[model] = worked_out(self.user, ("reads kind", model), ask)
        return self._kinds[model]

    def hidden_among(self, wanted: Keys) -> set[Record]:
        """Which of these records are hidden, in as many queries as kinds hang on each other in a row."""
        asked = {(model, key) for model, keys in wanted.items() for key in keys}
        closed = {(model, key) for model, key in asked if not self.reads_kind(model)}
        links = _links_upward(asked - closed, self._links)
        self._hidden |= self._hidden_by_themselves(links)
        self._links |= links
        return asked & _with_all_below(closed | self._hidden, self._links)

    def hidden_names(self, wanted: Keys) -> set[Record]:
        """Which of these records are not to be named; who works where, every page of the portal says."""
        return self.hidden_among(
            {model: keys for model, keys in wanted.items() if not noun_of(model).startswith(Noun.ACCOUNTS)}
        )

    def _hidden_by_themselves(self, links: Mapping[Record, set[Record]]) -> set[Record]:
        """Records out of this reader's sight today, or by one of their states: three queries at most."""
        parts, standing, seen = [], [], []
        for model, keys in _by_kind(links).items():
            reads = self._reads(model, keys, links)
            if self.reads_kind(model) and reads.query.has_filters():
                standing.append(_told(model._base_manager.filter(pk__in=keys), model, "pk"))
                seen.append(_told(reads.filter(pk__in=keys), model, "pk"))
            if condition := self._hidden_then(model):
                parts.append(
                    _told(history_rows(model).filter(condition, **_among(model, keys)), model, _key(model))
                )
            if not self._may_know_what_is_withheld:
                named = {"record_model": model._meta.label_lower, "record_key__in": keys}
                parts.append(_told(history_rows(Withholding).filter(**named), model, "record_key"))
        # What stands and what is seen are asked apart: SQLite reads conditions of some depth only.
        hidden = set(_union(parts)) | (set(_union(standing)) - set(_union(seen)))
        return {(audited_models()[label], key) for label, key in hidden}

    def _reads(
        self, model: type[AuditedModel], keys: Iterable[Any], links: Mapping[Record, set[Record]]
    ) -> QuerySet[Any]:
        """What may be read of a kind; what names a record names those it is linked to."""
        if not hasattr(model._default_manager, "of_visible"):
            return reads_of(model, self.user)
        named = {upper for key in keys for upper, _ in links[model, key]}
        return reads_of(model, self.user, kinds=named)

    @property
    def _may_know_what_is_withheld(self) -> bool:
        return self.user.may(Verb.READ, Noun.DISCLOSURE)

    def _hidden_then(self, model: type[AuditedModel]) -> Q:
        """States out of this reader's sight by their own values.

        The manager of a kind adds to them by ``hidden_then(user)``, a condition on the rows of its history.
        """
        manager: Any = model._default_manager
        found: Q = manager.hidden_then(self.user) if hasattr(manager, "hidden_then") else Q()
        if not self._may_know_what_is_withheld:
            for name in model.disclosure_fields:
                found |= Q(**{f"{name}__in": WITHHELD})
        return found


def _may_find_some(model: type[AuditedModel], user: User) -> bool:
    """Whether a record of the kind could ever fulfil what is asked of this reader."""
    manager: Any = model._default_manager
    permitted = getattr(manager, "permitted_to", manager.visible_to)(user)
    reads = _within_histories(permitted, user)
    if reads.query.has_filters():
        try:
            reads.query.get_compiler(reads.db).as_sql()
        except EmptyResultSet:
            return False
    return True


def _links_upward(
    records: Iterable[Record], known: Mapping[Record, set[Record]]
) -> dict[Record, set[Record]]:
    """Each record, and those above it, with what it ever hung on, unless known; one query a step."""
    links: dict[Record, set[Record]] = {record: set() for record in records if record not in known}
    front = set(links)
    while front:
        above = set()
        for label, key, upper, upper_key in _union(_steps(_by_kind(front))):
            # The name of a kind that is no more names nothing that could be read.
            if governor := audited_models().get(upper):
                links[audited_models()[label], key].add((governor, upper_key))
                above.add((governor, upper_key))
        front = above - links.keys() - known.keys()
        links |= {record: set() for record in front}
    return links


def _steps(wanted: dict[type[AuditedModel], set[Any]]) -> list[Any]:
    """Queries for what these records ever hung on: by a foreign key, by name and key, as a value."""
    found = []
    for model, keys in wanted.items():
        rows = history_rows(model).filter(**_among(model, keys))
        for name in model.governed_by:
            field: Any = model._meta.get_field(name)
            upper = Value(field.related_model._meta.label_lower, output_field=CharField())
            held = rows.exclude(**{field.attname: None}).annotate(upper=upper)
            found.append(_told(held, model, _key(model), "upper", field.attname))
        if model.names_a_record:
            found.append(_told(rows, model, _key(model), "record_model", "record_key"))
        for relation in model._meta.related_objects if model.governed_by_holders else ():
            holder, column = relation.related_model, relation.field.attname
            upper = Value(holder._meta.label_lower, output_field=CharField())
            held = history_rows(holder).filter(**{f"{column}__in": keys}).annotate(upper=upper)
            found.append(_told(held, model, column, "upper", _key(holder)))
    return found


def _told(rows: QuerySet[Any], model: type[AuditedModel], *columns: str) -> Any:
    """The columns behind the label of the kind they speak of."""
    kind = Value(model._meta.label_lower, output_field=CharField())
    return rows.order_by().annotate(kind_told=kind).values_list("kind_told", *columns)


def _union(parts: list[Any]) -> Iterable[Any]:
    return parts[0].union(*parts[1:]) if parts else ()


def _with_all_below(hidden: set[Record], links: dict[Record, set[Record]]) -> set[Record]:
    """These records and whatever hangs on them, also where two hang on each other."""
    below: dict[Record, set[Record]] = {}
    for record, uppers in links.items():
        for upper in uppers:
            below.setdefault(upper, set()).add(record)
    found, front = set(hidden), set(hidden)
    while front:
        front = {lower for record in front for lower in below.get(record, ())} - found
        found |= front
    return found


def _by_kind(records: Iterable[Record]) -> dict[type[AuditedModel], set[Any]]:
    found: dict[type[AuditedModel], set[Any]] = {}
    for model, key in records:
        found.setdefault(model, set()).add(key)
    return found


def _among(model: type[Model], keys: set[Any]) -> dict[str, Any]:
    return {f"{_key(model)}__in": keys}


def _key(model: type[Model]) -> str:
    return model._meta.pk.attname
