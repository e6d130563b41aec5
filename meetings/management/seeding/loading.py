"""Reads fixture files and has their records placed, family by family, each with its citations."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from meetings.management.seeding.families import FAMILIES, Family
from meetings.management.seeding.placing import Placer
from portal.accounts import actions as accounts
from portal.accounts.models import Role, RolePermission
from portal.audit.models import AuditedModel
from portal.sources.models import Basis, Source, StatedDate

Given = dict[str, Any]
BOUNDS = ("earliest", "latest", "precision")


class Loader:
    """Places the records of fixtures and keeps them by family and handle for those that refer to them."""

    def __init__(self, placer: Placer) -> None:
        self.placer = placer
        self.source: Source | None = None
        self.placed: dict[str, dict[Any, AuditedModel | None]] = {name: {} for name in FAMILIES}

    def load(self, path: Path) -> None:
        """Place every family the file holds, in the file's order."""
        for name, content in json.loads(path.read_text(encoding="utf-8")).items():
            if name in FAMILIES:
                self._load_family(name, content)

    def _load_family(self, name: str, content: Given) -> None:
        family = FAMILIES[name]
        before: AuditedModel | None = None
        for record in content["records"]:
            given = {**content.get("all", {}), **record}
            handle = given.get("as", given.get(family.key[0]))
            placed = self._place(family, given, before)
            self.placed[name][handle] = placed
            before = placed or before
            if isinstance(placed, Source):
                self.source = placed
                self.placer.know_citations(placed)
            elif placed is not None:
                self._cite(placed, given, content.get("cite", {}))

    def _place(self, family: Family, given: Given, before: AuditedModel | None) -> AuditedModel | None:
        values = self._values(family, given)
        if any(values[name] is None for name in family.refs if name in values):
            return None  # what it hangs on was removed by somebody, so it stays away too
        key = {
            name: values.get(name, family.model._meta.get_field(name).get_default())  # type: ignore[union-attr]
            for name in family.key
        }
        follows = {family.follows: before} if family.follows else {}

        def put() -> AuditedModel:
            return family.put(by=self.placer.by, reason=self.placer.reason, **values, **follows)

        return self.placer.place(family.model, key=key, put=put)

    def _values(self, family: Family, given: Given) -> Given:
        """The record's own values: handles become records, objects stated dates, lists paragraphs."""
        values: Given = {}
        for name, value in given.items():
            if name in family.refs:
                values[name] = self.placed[family.refs[name]][value]
            elif name not in {"as", "cite"}:
                values[name] = _stored(family.model._meta.get_field(name), value)
        return values

    def _cite(self, record: AuditedModel, given: Given, of_family: Given) -> None:
        if "cite" not in given and not of_family:
            return
        assert self.source is not None, "a fixture names its source before the records it cites"
        own = given.get("cite", {})
        whole = {**_without_fields(of_family), **_without_fields(own)}
        if "quote_of" in whole:
            whole["quote"] = str(_joined(given[whole.pop("quote_of")]))
        self.placer.cite(self.source, record, "", whole)
        fields = {**of_family.get("fields", {}), **own.get("fields", {})}
        stands = {"place": whole["place"], "quote": whole.get("quote", "")}
        for name in fields.keys() & given.keys():
            self.placer.cite(self.source, record, name, {**stands, **fields[name]})
        for name, value in given.items():
            stated = getattr(record, name, None)
            if isinstance(stated, StatedDate) and isinstance(value, dict):
                self._cite_words(stated, value, {**stands, **fields.get(name, {})})

    def _cite_words(self, stated: StatedDate, given: Given, stands: Given) -> None:
        """The words are the record's; the days they can mean are ours."""
        assert self.source is not None
        place = stands["place"]
        self.placer.cite(self.source, stated, "", {"place": place, "quote": given["words"]})
        derived = {
            "place": place,
            "quote": given["words"],
            "basis": Basis.DERIVED,
            "note": given["resolution"],
        }
        for name in [name for name in BOUNDS if name in given]:
            self.placer.cite(self.source, stated, name, derived)


def load_roles(placer: Placer, path: Path) -> None:
    """Place the roles and the cells of their rights table."""
    for position, given in enumerate(json.loads(path.read_text(encoding="utf-8"))["roles"], start=1):
        role = _place_role(placer, given, position)
        if role is not None:
            for verb, nouns in given["may"].items():
                _place_rights(placer, role, verb, nouns)


def _place_role(placer: Placer, given: Given, position: int) -> Role | None:
    def put() -> Role:
        return accounts.create_role(
            by=placer.by,
            reason=placer.reason,
            code=given["code"],
            description=given["description"],
            position=position,
        )

    return placer.place(Role, key={"code": given["code"]}, put=put)


def _place_rights(placer: Placer, role: Role, verb: str, nouns: Iterable[str]) -> None:
    for noun in nouns:
        cell = {"role": role, "noun": noun, "verb": verb}
        placer.place(
            RolePermission,
            key=cell,
            put=lambda cell=cell: accounts.allow(by=placer.by, reason=placer.reason, **cell),  # type: ignore[misc]
        )


def _stored(field: Any, value: Any) -> Any:
    """The value of a JSON file as the model's field holds it."""
    return StatedDate(**value) if field.related_model is StatedDate else field.to_python(_joined(value))


def _joined(value: Any) -> Any:
    """Paragraphs as the one text they are stored as."""
    return "\n".join(value) if isinstance(value, list) else value


def _without_fields(cite: Given) -> Given:
    return {name: value for name, value in cite.items() if name != "fields"}
