"""What kinds of long work there are: the rooms and floors above register theirs from ``AppConfig.ready()``.

A kind cuts its work into steps of well under a minute. A step computes outside any operation and leaves a
part of the result, or a write that is stored in one transaction with the mark that the step is done: a worker
that is killed loses the step it was at, and no other worker does a finished step again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from portal.accounts.models import RolePermission, User
from portal.accounts.rights import Actor
from portal.files.choices import FileKind

if TYPE_CHECKING:
    from portal.jobs.models import Job

Verb = RolePermission.Verb


class JobProblem(Exception):
    """The work cannot be done; ``str()`` is the sentence its owner reads."""


class TryLater(JobProblem):
    """Something outside is not there just now; the same step is tried again after a while."""


@dataclass(frozen=True)
class Work:
    """What a kind is told about the work at hand. ``owner`` is None where a command asked."""

    job: Job
    owner: User | None

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked for."""
        return self.job.parameters  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Step:
    """One step: its key is the same in every attempt; ``count`` is how much of the whole it is."""

    key: str
    count: int = 1


@dataclass(frozen=True)
class StepDone:
    """What a step says of itself in the log, and what is to be written as the owner, with its reason."""

    words: str
    is_problem: bool = False
    write: Callable[[], object] | None = None


@dataclass(frozen=True)
class ResultFile:
    """What the result is called and what it is."""

    name: str
    kind: FileKind


class JobKind:
    """One kind of long work, for those who may do ``verb`` to ``noun``."""

    code: ClassVar[str]
    label: ClassVar[str]
    noun: ClassVar[str]
    verb: ClassVar[str] = Verb.EXPORT
    # What the progress counts: 35件中12件.
    unit: ClassVar[str] = "件"
    # Without a file the steps write, and what they leave on disk is of no interest.
    makes_file: ClassVar[bool] = True

    def may_be_asked_by(self, user: User) -> bool:
        """Asked when it is asked for, when it is done, and when its result is fetched."""
        return user.may(self.verb, self.noun)

    def plan(self, work: Work) -> Sequence[Step]:
        """The steps, in their order."""
        raise NotImplementedError

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """Do one step; what is written to ``out`` is its part. Raises ``JobProblem``."""
        raise NotImplementedError

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        """Put the parts (key and file, in the order of the plan) together into ``out``."""
        raise NotImplementedError


_kinds: dict[str, JobKind] = {}
_when_ended: list[Callable[[Job, Actor], object]] = []


def register_kind(kind: JobKind) -> None:
    """Add a kind of long work."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> JobKind:
    """The kind of this code. Raises ``KeyError`` for one that is no more."""
    return _kinds[code]


def kind_label(code: str) -> str:
    """What a kind is called, also one that is no more."""
    return _kinds[code].label if code in _kinds else "いまは無い種類の仕事"


def kinds_for(user: User) -> list[str]:
    """Codes of the kinds this user may ask for."""
    return [code for code, kind in _kinds.items() if kind.may_be_asked_by(user)]


def register_ending(call: Callable[[Job, Actor], object]) -> None:
    """Have a room above told when a work is done or has failed, in the operation of that actor."""
    _when_ended.append(call)


def tell_ended(job: Job, by: Actor) -> None:
    """Tell everyone who asked to be told."""
    for call in _when_ended:
        call(job, by)
