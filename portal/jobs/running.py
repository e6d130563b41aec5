"""One worker at one work: step after step, each kept before the next begins, nothing slow in an operation."""

import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from portal.audit.operations import current_operation
from portal.files.actions import keep_content
from portal.jobs import stopping
from portal.jobs.actions import working
from portal.jobs.actions.working import Claim, Lost
from portal.jobs.kinds import JobKind, JobProblem, Step, TryLater, kind_of

logger = logging.getLogger(__name__)
BLOCK = 1024 * 1024
# A work that takes its worker down this often is not tried again by itself.
MOST_ATTEMPTS = 3
# How long to wait before a work that something outside stood in the way of is tried again, in minutes.
DELAYS = (1, 5, 15, 60, 180)


def perform(key: int) -> datetime | None:
    """Do what is left of a work. Returns when it has to be taken up again; None when it has not."""
    if current_operation() is not None:
        raise RuntimeError("Long work never runs inside an operation.")
    held = working.claim(key)
    if held is None:
        return None
    try:
        return _perform(held)
    except Lost:
        logger.info("Job %s was cancelled or taken over", key)
    except TryLater as later:
        return _postponed(held, str(later))
    except JobProblem as problem:
        _failed(held, str(problem))
    except Exception as error:
        logger.exception("Job %s failed", key)
        _failed(held, f"思わぬ誤りで止まりました（{type(error).__name__}）。管理者に知らせてください。")
    return None


def _perform(held: Claim) -> datetime | None:
    kind = _checked_kind(held)
    steps = list(kind.plan(held.work))
    done = working.note_plan(held, sum(step.count for step in steps))
    for step in steps:
        if step.key in done and (_part(held, step).exists() or not kind.makes_file):
            continue
        if stopping.is_asked():
            working.give_back(held, "働き手が止められたため、途中で置きました。", is_delay=False)
            return timezone.now()
        working.renew(held)
        with _draft(_part(held, step)) as out:
            outcome = kind.step(held.work, step.key, out)
        if step.key not in done:
            working.settle_step(held, step, outcome)
    _finish(held, kind, steps)
    return None


def _checked_kind(held: Claim) -> JobKind:
    """The kind, if the work may be done at all."""
    if held.attempts > MOST_ATTEMPTS:
        raise JobProblem(f"働き手が{MOST_ATTEMPTS}回続けて途中で止まったため、やめました。")
    try:
        kind = kind_of(held.job.kind)
    except KeyError:
        raise JobProblem("この種類の仕事は、いまのポータルにはありません。") from None
    if held.owner and not kind.may_be_asked_by(held.owner):
        raise JobProblem("依頼した人に、この仕事をする権限がいまはないため、行いませんでした。")
    return kind


def _finish(held: Claim, kind: JobKind, steps: Sequence[Step]) -> None:
    file, kept = None, None
    if kind.makes_file:
        parts = [(step.key, _part(held, step)) for step in steps]
        whole = _workspace(held) / "result"
        with _draft(whole) as out:
            file = kind.result(held.work, parts, out)
        kept = keep_content(_blocks(whole))
    working.renew(held)
    working.finish(held, kept, file)
    shutil.rmtree(_workspace(held), ignore_errors=True)


def _failed(held: Claim, trouble: str) -> None:
    try:
        working.fail(held, trouble)
    except Lost:
        logger.info("Job %s failed after it was cancelled or taken over", held.job.pk)


def _postponed(held: Claim, words: str) -> datetime | None:
    if held.delays >= len(DELAYS):
        _failed(held, f"{words}{len(DELAYS)}回試しても変わらないため、やめました。")
        return None
    minutes = DELAYS[held.delays]
    working.give_back(held, f"{words}{minutes}分後にもう一度試します。", is_delay=True)
    return timezone.now() + timedelta(minutes=minutes)


def _workspace(held: Claim) -> Path:
    return Path(settings.JOBS_DIR) / str(held.job.pk)


def _part(held: Claim, step: Step) -> Path:
    return _workspace(held) / f"{sha256(step.key.encode()).hexdigest()}.part"


@contextmanager
def _draft(path: Path) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is whole and on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            yield block
