"""Which records of a body one may read: by the reach of a right, by 庁内閲覧範囲, by what they hang on.

What a record hangs on is asked for level by level and never level within level: SQLite's parser gives up on
questions within questions within questions.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from portal.accounts.reach import Reach
from portal.accounts.standing import Standing
from portal.disclosure.choices import ReadingScope
from portal.disclosure.visibility import (
    PlacedQuerySet,
    Reader,
    Verb,
    may_read,
    named_to,
    reach_of,
    standing_of,
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


def sits_in(standing: Standing, body: str) -> Exists:
    """Whether somebody has a seat in the body that ``body`` leads to."""
    return Exists(_all("Seat").held_on(standing.day).filter(is_seated(standing), body=OuterRef(body)))


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
        """By the rights to this family and to those above it, and within every 庁内閲覧範囲 on the way."""
        found = self
        for noun in dict.fromkeys([self.noun, *(above.noun for _, above in self.all_above())]):
            if not may_read(user, noun):
                return self.none()
            found = found.reached(user, Verb.READ, noun)
        return found.in_scope(user)

    def in_scope(self, user: Reader) -> Self:
        """Whom the 庁内閲覧範囲 lets in, whatever right is asked for."""
        found = self
        for path, above in self.all_above():
            reads = above.narrowed(user)
            if reads.query.has_filters():
                without = Q(**{path: None}) if self._is_optional(path) else NOBODY
                found = found.filter(without | Q(**{f"{path}__in": reads.values("pk")}))
        return found.narrowed(user)

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
            within |= Q(sits_in(standing_of(user), f"{self.body}id"))
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
        seats = _all("Seat").held_on(standing.day).filter(body=OuterRef(f"{self.body}pk"))
        concerned = is_seated(standing) | Q(office__department__in=standing.departments)
        return (
            scope(ReadingScope.EVERYONE)
            | self.lies_within(reach_of(user, Verb.READ_ANY, self.noun), user)
            | scope(ReadingScope.CONCERNED) & (secretariat | Exists(seats.filter(concerned)) | explained)
            | scope(ReadingScope.ATTENDEES) & (secretariat | self._attends(standing, meeting))
            | named
        )

    def _attends(self, standing: Standing, meeting: str) -> Q:
        """Seats on the list of attendance; as long as there is no such list, all seats of the body."""
        seated = Q(sits_in(standing, f"{self.body}pk"))
        if not meeting:
            return seated
        listed = _all("Attendance").filter(meeting=OuterRef(meeting))
        return Q(Exists(listed.filter(is_seated(standing, "seat__")))) | (Q(~Exists(listed)) & seated)


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
