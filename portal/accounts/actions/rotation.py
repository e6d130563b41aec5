"""人事異動: many persons take up other offices on a day, in one operation or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError

from portal.accounts.actions.directory import create_person
from portal.accounts.actions.postings import refuse_roles_above
from portal.accounts.actions.roles import keep_an_administrator
from portal.accounts.actions.users import link_person
from portal.accounts.models import Office, Person, Posting, RoleGrant, User
from portal.accounts.rights import Actor, Noun, Verb, require, require_some
from portal.audit.locking import held
from portal.audit.operations import operation
from portal.audit.writing import added, changed

_TRIED = "異動できるかを確かめる（何も保存しない）"


@dataclass(frozen=True)
class Move:
    """One row: who takes up which office, and how, from which day.

    ``ending`` are the postings that end the day before; ``is_same`` where the office is held so already.
    A ``user`` who is no person yet becomes one.
    """

    person: Person | None
    user: User | None
    office: Office
    kind: str
    starts_on: date
    ending: tuple[Posting, ...] = ()
    is_same: bool = False


class MovesRefused(ValidationError):
    """Some rows cannot be done, so none was; ``refused`` says by their place what stands in the way."""

    def __init__(self, refused: Mapping[int, str]) -> None:
        """One sentence for the page; the rows say the rest."""
        super().__init__(f"登録できない行が{len(refused)}行あるため、何も保存していません。")
        self.refused = dict(refused)


class _TakenBack(Exception):
    """Ends a trial."""


def ends_with(
    posting: Posting, wanted: Iterable[tuple[int, str]], *, moves_main: bool, ends_others: bool
) -> bool:
    """Whether a posting ends when its holder takes up others: (office, kind), as what moves or with it."""
    if (posting.office_id, posting.kind) in set(wanted):
        return False
    return moves_main and (posting.kind == Posting.Kind.MAIN or ends_others)


def rotate(*, by: Actor, reason: str, moves: Sequence[Move]) -> int:
    """Do all moves; returns how many postings began.

    Raises ``MovesRefused``, and ``StaleWrite`` where somebody changed a posting since it was read.
    """
    require_some(by, Verb.WRITE, Noun.DIRECTORY)
    with operation(by=by, reason=reason):
        if refused := _each_moved(by, reason, moves):
            raise MovesRefused(refused)
        return sum(not move.is_same for move in moves)


def refused_moves(*, by: Actor, moves: Sequence[Move]) -> dict[int, str]:
    """What would stand in the way of the same act, by place: it is tried and taken back."""
    found: dict[int, str] = {}
    require_some(by, Verb.WRITE, Noun.DIRECTORY)
    try:
        with operation(by=by, reason=_TRIED):
            found = _each_moved(by, _TRIED, moves)
            raise _TakenBack
    except _TakenBack:
        return found


def _each_moved(by: Actor, reason: str, moves: Sequence[Move]) -> dict[int, str]:
    """First everything ends, then everything begins, so that offices can be exchanged."""
    refused: dict[int, str] = {}
    versions = {posting.pk: posting.version for move in moves for posting in move.ending}
    stored = {posting.pk: posting for posting in held(Posting, versions)}
    for place, move in enumerate(moves):
        if words := _refusal(partial(_end, by, move, stored)):
            refused[place] = words
    for place, move in enumerate(moves):
        if place in refused or move.is_same:
            continue
        if words := _refusal(partial(_begin, by, reason, move)):
            refused[place] = words
    return refused or _without_administrator(moves)


def _without_administrator(moves: Sequence[Move]) -> dict[int, str]:
    """The rows that leave offices whose roles nobody is left to hold."""
    offices = {posting.office_id for move in moves for posting in move.ending}
    lost = list(RoleGrant.objects.filter(office__in=offices))
    words = _refusal(partial(keep_an_administrator, NON_FIELD_ERRORS, lost=lost))
    left = {grant.office_id for grant in lost}
    return {
        place: words
        for place, move in enumerate(moves)
        if words and any(posting.office_id in left for posting in move.ending)
    }


def _refusal(act: Callable[[], None]) -> str:
    """Why an act cannot be done; empty when it was done."""
    try:
        act()
    except ValidationError as error:
        return " ".join(error.messages)
    except PermissionDenied as error:
        return str(error)
    return ""


def _end(by: Actor, move: Move, stored: Mapping[int, Posting]) -> None:
    for each in move.ending:
        posting = stored[each.pk]
        if posting.starts_on >= move.starts_on:
            raise ValidationError(
                f"「{posting.office}」の配属がこの日より前に始まっていません。先に直してください。"
            )
        require(by, Verb.WRITE, Noun.DIRECTORY, over=posting)
        changed(posting, ends_on=move.starts_on - timedelta(days=1))


def _begin(by: Actor, reason: str, move: Move) -> None:
    require(by, Verb.WRITE, Noun.DIRECTORY, over=move.office)
    refuse_roles_above(by, move.office)
    person = move.person or _person_of(by, reason, move)
    require(by, Verb.WRITE, Noun.DIRECTORY, over=person)
    added(Posting(person=person, office=move.office, kind=move.kind, starts_on=move.starts_on))


def _person_of(by: Actor, reason: str, move: Move) -> Person:
    """The person of a user, made where there is none yet: of two rows of one user the first makes it."""
    assert move.user is not None  # a row names one or the other
    person = Person.objects.filter(user=move.user).first()
    if person is None:
        person = create_person(by=by, reason=reason, name=move.user.name, kana=move.user.kana)
        link_person(by=by, reason=reason, user=move.user, person=person)
    return person
