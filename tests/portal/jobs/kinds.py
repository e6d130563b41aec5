"""Kinds of work that only tests ask for: slow ones, ones that write, ones that fail."""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from django.db import connection

from portal.accounts.rights import Noun, Verb
from portal.audit.operations import current_operation
from portal.days.actions import close_day
from portal.files.choices import FileKind
from portal.jobs.kinds import (
    JobKind,
    JobProblem,
    ResultFile,
    Step,
    StepDone,
    TryLater,
    Work,
    register_kind,
)

FIRST_DAY = date(2031, 6, 2)


class Closing(JobKind):
    """Closes ``count`` days of the office, slowly; the result names them."""

    code, label, noun, verb = "tests.closing", "閉庁日をまとめて登録する", Noun.DAYS, Verb.WRITE
    unit = "日"

    def plan(self, work: Work) -> Sequence[Step]:
        return [Step(f"day-{number}") for number in range(work.parameters["count"])]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        assert current_operation() is None
        with Path(work.parameters["trace"]).open("a") as trace:
            trace.write(f"{key}\n")
        time.sleep(work.parameters.get("seconds", 0))
        out.write(f"{key}\n".encode())
        number = int(key.removeprefix("day-"))
        day = FIRST_DAY + timedelta(weeks=number)
        assert work.owner is not None
        by, reason = work.owner, work.job.reason
        return StepDone(
            f"{number + 1}日目", write=lambda: close_day(by=by, reason=reason, day=day, cause="設備の点検")
        )

    def result(self, work: Work, parts: Sequence[tuple[str, Path]], out: IO[bytes]) -> ResultFile:
        assert connection.savepoint_ids == [] or connection.in_atomic_block
        for _, part in parts:
            out.write(part.read_bytes())
        return ResultFile("閉庁日.txt", FileKind.TEXT)


class Failing(JobKind):
    """Raises what its parameters name, at its second step, as often as they say."""

    code, label, noun, verb = "tests.failing", "うまくいかない仕事", Noun.DAYS, Verb.READ
    makes_file = False
    raised = 0

    def plan(self, work: Work) -> Sequence[Step]:
        return [Step("first"), Step("second", count=4)]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        if key == "second" and Failing.raised < work.parameters["times"]:
            Failing.raised += 1
            raise {"later": TryLater, "problem": JobProblem, "bug": ZeroDivisionError}[
                work.parameters["how"]
            ]("向こうが応答しません。")
        return StepDone(key)


def register() -> None:
    """Known to this process from now on."""
    register_kind(Closing())
    register_kind(Failing())
