"""The one question behind every ``visible_to(user)``: what may a reader do to a family, and how far?"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeVar, cast

from django.apps import apps
from django.db import models
from django.db.models import Q

from portal.accounts.choices import Noun, Verb
from portal.accounts.reach import Place, Reach, place_of
from portal.accounts.subqueries import Subquery

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.standing import Standing

Answer = TypeVar("Answer")


class Reader(Protocol):
    """Whoever asks to read: a user, or somebody who is not logged in."""

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is logged in."""


def standing_of(reader: Reader) -> "Standing":
    """Where a reader who is logged in stands today."""
    return cast("User", reader).standing


def worked_out(reader: Reader, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What follows for a reader who is logged in from rights and offices alone (see ``Standing``)."""
    return standing_of(reader).worked_out((question, cast("User", reader).is_active), ask)


def reach_of(reader: Reader, verb: str, noun: str) -> Reach:
    """How far this reader's right goes; nowhere for those who are not logged in."""
    return Reach() if reader.is_anonymous else cast("User", reader).reach(verb, noun)


def may_read(reader: Reader, noun: str) -> bool:
    """Staff read what their roles allow. Everybody else reads issued public editions, which are files."""
    return bool(reach_of(reader, Verb.READ, noun))


class FamilyQuerySet(models.QuerySet[Any]):
    """Reads of records that belong to the whole installation: for all who may read their family."""

    noun: ClassVar[Noun]

    def visible_to(self, user: Reader) -> Self:
        """All of them for those who may read this family, nothing for anybody else."""
        return self.permitted_to(user)

    def permitted_to(self, user: Reader) -> Self:
        """What the rights to the family allow at most: none only where ``visible_to`` finds none, ever."""
        return self if may_read(user, self.noun) else self.none()


class PlacedQuerySet(FamilyQuerySet):
    """Reads of records that belong to an organisation or a department: ``paths`` lead to the two."""

    paths: ClassVar[tuple[str, str]]

    def permitted_to(self, user: Reader) -> Self:
        """Those within the reach of the right to read the family."""
        return self.reached(user, Verb.READ)

    def reached(self, user: Reader, verb: str, noun: str = "") -> Self:
        """Those on which this user may do the verb, by the rights to this family or to another one."""
        reach = reach_of(user, verb, noun or self.noun)
        return self if reach.everywhere else self.filter(self.lies_within(reach, user))

    def hidden_then(self, user: Reader) -> Q:
        """Rows of the history in which a record lay outside the right to read the family, or histories."""
        outside = Q()
        for noun in (self.noun, Noun.HISTORY):
            reach = reach_of(user, Verb.READ, noun)
            if reach and not reach.everywhere:
                outside |= ~self.lies_within(reach, user)
        return outside

    def lies_within(self, reach: Reach, user: Reader) -> Q:
        """What a reach covers."""
        organisation, department = self.paths
        within = Q(pk__in=())
        if reach.organisations:
            within |= Q(**{f"{organisation}__in": reach.organisations})
        if reach.departments:
            within |= Q(**{f"{department}__in": reach.departments})
        return within


def within_reach(records: Any, user: Reader, verb: str, noun: str) -> Any:
    """Of these records, those on which this user may do the verb by the rights to ``noun``.

    What belongs to no organisation or department asks for the right at all.
    """
    if hasattr(records, "reached"):
        return records.reached(user, verb, noun)
    return records if reach_of(user, verb, noun) else records.none()


@cache
def scoped_models() -> tuple[type[models.Model], ...]:
    """The models whose records have a 庁内閲覧範囲, or hang on records that have one (``in_scope``)."""
    return tuple(model for model in apps.get_models() if hasattr(model._default_manager, "in_scope"))


def narrowing(
    user: Reader, question: Hashable, records: Callable[[], Any], column: str = "pk"
) -> Subquery | None:
    """The keys of the records a question of this user finds, put into SQL once; None where it finds all.

    ``question`` names, beside the user, all that ``records`` depends on.
    """

    def ask() -> Subquery | None:
        found = records()
        return Subquery(found, column) if found.query.has_filters() else None

    return worked_out(user, (question, column), ask)


def narrowed_reads(
    user: Reader, models_: Iterable[type[models.Model]]
) -> Iterator[tuple[type[models.Model], Subquery]]:
    """Of these models, those of which some records are not for this user, each with the keys that are."""
    for model in models_:
        reads = reads_narrowed(user, model)
        if reads is not None:
            yield model, reads


def reads_narrowed(user: Reader, model: type[models.Model]) -> Subquery | None:
    """The keys of the records of a kind that this user may read; None where it is all of them."""
    manager: Any = model._default_manager
    return narrowing(user, ("reads", model), partial(manager.visible_to, user))


def place_of_named(label: str, key: int) -> Place:
    """Where the record belongs that a row names by label and key; nowhere when it is gone."""
    return place_of(apps.get_model(label)._base_manager.filter(pk=key).first())


class OfRecordsQuerySet(FamilyQuerySet):
    """Reads of rows that name their record by label and key: never more than of the records themselves."""

    def visible_to(
        self,
        user: Reader,
        *,
        of: Iterable[models.Model] | None = None,
        kinds: Iterable[type[models.Model]] | None = None,
    ) -> Self:
        """Rows of the records this user may read; with ``of``, of records read through this door already.

        ``kinds`` are those of the records that the rows in question name, where that is known.
        """
        if not may_read(user, self.noun):
            return self.none()
        if of is not None:
            return self.about(of)
        scoped = scoped_models()
        return self.of_visible(user, scoped if kinds is None else [kind for kind in kinds if kind in scoped])

    def about(self, records: Iterable[models.Model]) -> Self:
        """Rows of these records; none when there are none."""
        keys: dict[str, set[Any]] = {}
        for record in records:
            keys.setdefault(record._meta.label_lower, set()).add(record.pk)
        wanted = Q(pk__in=())
        for label, numbers in keys.items():
            wanted |= Q(record_model=label, record_key__in=numbers)
        return self.filter(wanted)

    def of_visible(self, user: Reader, kinds: Iterable[type[models.Model]]) -> Self:
        """Rows of all records but those of these kinds that this user may not read."""
        labels, visible = [], Q(pk__in=())
        for model, reads in narrowed_reads(user, kinds):
            label = model._meta.label_lower
            labels.append(label)
            visible |= Q(record_model=label, record_key__in=reads)
        return self.filter(~Q(record_model__in=labels) | visible) if labels else self
