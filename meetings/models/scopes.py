"""Which records of a body one may read: by the reach of a right, by 庁内閲覧範囲, by what they hang on.

What a record hangs on is asked for level by level and never level within level: SQLite's parser gives up on
questions within questions within questions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from portal.accounts.reach import Reach
from portal.accounts.standing import Standing
from portal.disclosure.choices import ReadingScope
from portal.disclosure.visibility import (
    PlacedQuerySet,
    Reader,
    Verb,
    may_read,
    named_to,
    narrowing,
    reach_of,
    standing_of,
    worked_out,
)

Scope = Callable[[ReadingScope], Q]


def _all(name: str) -> Any:
    """All records of a kind; what is asked of them here is only whether there is one."""
    model: Any = apps.get_model("meetings", name)
    return model.objects.all()


# A condition that nothing fulfils.
NOBODY = Q(pk__in=())


def is_seated(standing: Standing, prefix: str = "") -> Q:
    """Seats of an office held, or of a department one belongs to."""
    return Q(**{f"{prefix}office__in": standing.offices}) | Q(
        **{f"{prefix}department__in": standing.departments}
    )


@dataclass(frozen=True)
class Seats:
    """Where somebody sits: the seats, the bodies they are in today, and those where a colleague sits too."""

    seats: frozenset[int]
    bodies: frozenset[int]
    concerned: frozenset[int]


def seats_of(standing: Standing) -> Seats:
    """The seats of the offices held and of the departments one belongs to: one query a request."""
    return standing.fact(_read_seats)


def _read_seats(standing: Standing) -> Seats:
    own = is_seated(standing)
    beside = Q(office__department__in=standing.departments)
    rows = list(
        _all("Seat")
        .filter(own | beside)
        .annotate(is_own=Case(When(own, then=True), default=False, output_field=BooleanField()))
        .values_list("pk", "body", "is_own", "valid_from", "valid_to")
        if standing.offices or standing.departments
        else ()
    )
    today = [
        (body, is_own)
        for _, body, is_own, begun, ends in rows
        if (begun or standing.day) <= standing.day <= (ends or standing.day)
    ]
    return Seats(
        frozenset(key for key, _, is_own, *_ in rows if is_own),
        frozenset(body for body, is_own in today if is_own),
        frozenset(body for body, _ in today),
    )


class OfBodyQuerySet(PlacedQuerySet):
    """Reads of what belongs to a body, however far down.

    ``body`` leads to the body, ``parents`` to the records this one is never more visible than (path → model).
    """

    body: ClassVar[str] = ""
    parents: ClassVar[dict[str, str]] = {}

    @property
    def paths(self) -> tuple[str, str]:  # type: ignore[override]
        """To the body's organisation and to its secretariat."""
        return f"{self.body}organisation", f"{self.body}secretariat"

    def visible_to(self, user: Reader) -> Self:
        """What the rights allow, within every 庁内閲覧範囲 on the way."""
        if user.is_anonymous:
            return self.none()
        every = type(self)(self.model, using=self.db)
        question = ("visible", type(self), self.model, self.db)
        # Kept as it was put together, since every page of a body's records puts it together several times.
        found: Self = worked_out(user, question, partial(every._visible_to, user))
        return self & found if found.query.has_filters() else self

    def _visible_to(self, user: Reader) -> Self:
        found = self.permitted_to(user)
        return found if found.query.is_empty() else found.in_scope(user)

    def permitted_to(self, user: Reader) -> Self:
        """Those within the reach of the rights to this family and to those above it."""
        found = self
        for noun in dict.fromkeys([self.noun, *(above.noun for _, above in self.all_above())]):
            if not may_read(user, noun):
                return self.none()
            found = found.reached(user, Verb.READ, noun)
        return found

    def in_scope(self, user: Reader) -> Self:
        """Whom the 庁内閲覧範囲 lets in, whatever right is asked for.

        Each key is asked for in an expression: taken for few, the records above would lead a query over many
        rows through the index of the key, and past the one of the order the rows stand in.
        """
        conditions = []
        for path, above in self.all_above():
            within = narrowing(user, ("in scope", above.model), partial(above.narrowed, user))
            if within is not None:
                without = Q(**{path: None}) if self._is_optional(path) else NOBODY
                conditions.append(without | Q(In(Coalesce(path, 0), within)))
        return (self.filter(*conditions) if conditions else self).narrowed(user)

    def all_above(self) -> "Iterator[tuple[str, OfBodyQuerySet]]":
        """All that a record of this kind hangs on, as (path, records), each once."""
        settled = {name for path, name in self.parents.items() if not self._is_optional(path)}
        for path, name in self.parents.items():
            above = _all(name)
            yield path, above
            for further, higher in above.all_above():
                if higher.model.__name__ not in settled:
                    yield f"{path}__{further}", higher

    def _is_optional(self, path: str) -> bool:
        return "__" in path or bool(self.model._meta.get_field(path).null)

    def narrowed(self, user: Reader) -> Self:
        """Within the record's own 庁内閲覧範囲, where its kind has one."""
        return self

    def lies_within(self, reach: Reach, user: Reader) -> Q:
        """What a reach covers, one's own bodies among it."""
        within = super().lies_within(reach, user)
        if reach.own_bodies:
            within |= Q(**{f"{self.body}id__in": seats_of(standing_of(user)).bodies})
        return within

    def hidden_then(self, user: Reader) -> Q:
        """Also rows of a 庁内閲覧範囲 the record no longer has, but for those who read whatever the scope."""
        outside = super().hidden_then(user)
        reach = reach_of(user, Verb.READ_ANY, self.noun)
        if reach.everywhere or "reading_scope" not in {field.name for field in self.model._meta.fields}:
            return outside
        kept = Q(reading_scope__in=set(ReadingScope.values) - {ReadingScope.EVERYONE})
        same = self.model._base_manager.filter(pk=OuterRef("id"), reading_scope=OuterRef("reading_scope"))
        return outside | (kept & ~self.lies_within(reach, user) & Q(~Exists(same)))

    def admits(self, user: Reader, scope: Scope, *, named: Q, meeting: str = "", explained: Q = NOBODY) -> Q:
        """Whom each scope lets in; ``meeting`` leads to the sitting, ``explained`` adds to 関係部署."""
        standing = standing_of(user)
        secretariat = Q(**{f"{self.body}secretariat__in": standing.departments})
        concerned = Q(**{f"{self.body}id__in": seats_of(standing).concerned})
        return (
            scope(ReadingScope.EVERYONE)
            | self.lies_within(reach_of(user, Verb.READ_ANY, self.noun), user)
            | scope(ReadingScope.CONCERNED) & (secretariat | concerned | explained)
            | scope(ReadingScope.ATTENDEES) & (secretariat | self._attends(standing, meeting))
            | named
        )

    def _attends(self, standing: Standing, meeting: str) -> Q:
        """Seats on the list of attendance; as long as there is no such list, all seats of the body."""
        seated = Q(**{f"{self.body}id__in": seats_of(standing).bodies})
        if not meeting:
            return seated
        listed = _all("Attendance").filter(meeting=OuterRef(meeting))
        return Q(Exists(listed.filter(seat__in=seats_of(standing).seats))) | (Q(~Exists(listed)) & seated)


def of_family(body: Any, path: str) -> Q:
    """Records whose body is this one, the one above it or one below it; ``path`` leads to the body."""
    return Q(**{path: body.pk}) | Q(**{f"{path}__parent": body.pk}) | Q(**{f"{path}__pk": body.parent_id})


def named_in(user: Reader, kind: str, path: str = "pk") -> Q:
    """Whether somebody is among the readers named for the record of this kind that ``path`` leads to."""
    readers = _all("MeetingReader").filter(named_to(standing_of(user)))
    return Q(Exists(readers.filter(**{kind: OuterRef(path)})))


def explained_by(user: Reader, path: str) -> Q:
    """Whether a department one belongs to explains the item that ``path`` leads to."""
    return Q(**{f"{path}explainer__in": standing_of(user).departments})


def reads_whatever(user: Reader, noun: str) -> bool:
    """Whether no 庁内閲覧範囲 keeps anything of this family from somebody."""
    return reach_of(user, Verb.READ_ANY, noun).everywhere
