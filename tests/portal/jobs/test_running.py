"""Asking, doing, failing, waiting, cancelling, trying again: what becomes of a work, and who has a say."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.days.models import ClosedDay
from portal.files.models import StoredFile
from portal.jobs import running, stopping
from portal.jobs.actions import working
from portal.jobs.actions.asking import cancel_job, request_job, requeue_abandoned, retry_job
from portal.jobs.choices import JobState
from portal.jobs.kinds import StepDone, kind_label
from portal.jobs.models import Job, JobRun
from portal.jobs.running import perform
from tests.factories.portal import UserFactory, user_who_may
from tests.factories.writing import as_system
from tests.portal.jobs.kinds import Closing, Failing
from tests.working import result_of, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return user_who_may((Verb.READ, Noun.DAYS), (Verb.WRITE, Noun.DAYS))


def closing(person: User, tmp_path: Path, count: int = 3) -> Job:
    parameters = {"count": count, "trace": str(tmp_path / "trace")}
    return request_job(
        by=person, kind="tests.closing", title="点検の日", parameters=parameters, reason="点検"
    )


def failing(person: User, how: str, times: int) -> Job:
    parameters = {"how": how, "times": times}
    return request_job(by=person, kind="tests.failing", title="試し", parameters=parameters)


def words_of(job: Job) -> list[str]:
    return list(job.entries.values_list("words", flat=True))


def due_now() -> None:
    """Time passes: whatever was put off is due."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def dead_worker(job: Job) -> None:
    """The worker that has it in hand was killed long ago."""
    long_ago = timezone.now() - timedelta(days=1)
    JobRun.objects.filter(job=job).update(holder="dead", held_until=long_ago)
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).exists()
    DBTaskResult.objects.update(status="RUNNING", started_at=long_ago)


def test_work_is_done_in_the_name_of_who_asked_and_leaves_its_result(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    assert (job.state, job.run.total) == (JobState.WAITING, None)
    work_off()

    assert result_of(job) == b"day-0\nday-1\nday-2\n"
    assert job.state == JobState.DONE
    assert job.result is not None
    assert (job.result.name, job.result.added_by) == ("閉庁日.txt", person)
    assert words_of(job) == ["1日目", "2日目", "3日目", "終わりました。"]
    for row in (*ClosedDay.history.all(), *Job.history.filter(id=job.pk)):  # type: ignore[attr-defined]
        assert (row.history_user_id, row.history_change_reason) == (person.pk, "点検")
    assert not (tmp_path / "jobs" / str(job.pk)).exists()


def test_same_work_asked_for_twice_is_one_while_it_is_unfinished(person: User, tmp_path: Path) -> None:
    first = closing(person, tmp_path)
    assert closing(person, tmp_path) == first
    assert closing(person, tmp_path, count=1) != first
    work_off()
    assert closing(person, tmp_path) not in (first, None)


def test_work_one_may_not_ask_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        closing(UserFactory(), tmp_path)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_work_of_somebody_who_may_act_no_more_is_not_done(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    with as_system():
        person.is_active = False
        person.save()
    work_off()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "権限がいまはない" in job.trouble
    assert not ClosedDay.objects.exists()
    assert job.history.latest("history_id").history_actor == "system:work"  # type: ignore[attr-defined]


def test_problem_fails_the_work_in_its_own_words_and_keeps_what_was_done(person: User) -> None:
    job = failing(person, "problem", 1)
    work_off()

    job.refresh_from_db()
    assert (job.state, job.trouble) == (JobState.FAILED, "向こうが応答しません。")
    assert words_of(job) == ["first", "向こうが応答しません。"]

    retry_job(by=person, reason="", job=job)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.trouble, job.result) == (JobState.DONE, "", None)
    assert words_of(job) == ["first", "向こうが応答しません。", "second", "終わりました。"]


def test_bug_fails_the_work_without_telling_its_insides(person: User) -> None:
    job = failing(person, "bug", 1)
    work_off()

    job.refresh_from_db()
    assert job.trouble == "思わぬ誤りで止まりました（ZeroDivisionError）。管理者に知らせてください。"


def test_work_that_has_to_wait_is_tried_again_later_and_not_before(person: User) -> None:
    job = failing(person, "later", 2)
    work_off()
    work_off()
    assert Failing.raised == 1, "it is not due yet"
    assert "1分後にもう一度試します" in words_of(job)[-1]

    due_now()
    work_off()
    assert "5分後にもう一度試します" in words_of(job)[-1]
    due_now()
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_work_that_waits_in_vain_fails_in_the_end(person: User) -> None:
    job = failing(person, "later", 99)
    for _ in range(len(running.DELAYS) + 1):
        due_now()
        work_off()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "試しても変わらないため" in job.trouble
    assert Failing.raised == len(running.DELAYS) + 1


def test_work_that_kills_its_worker_again_and_again_is_given_up(person: User) -> None:
    job = failing(person, "bug", 0)
    for _ in range(running.MOST_ATTEMPTS):
        held = working.claim(job.pk)
        assert held is not None
        dead_worker(job)
    assert requeue_abandoned() == [job.pk]
    work_off()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3回続けて" in job.trouble
    assert words_of(job).count(working.TAKEN_OVER) == running.MOST_ATTEMPTS


def test_work_in_hand_is_not_taken_by_a_second_worker(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    held = working.claim(job.pk)
    assert held is not None

    assert working.claim(job.pk) is None
    assert perform(job.pk) is None
    assert requeue_abandoned() == []
    assert not (tmp_path / "trace").exists()


def test_worker_that_was_too_slow_writes_nothing_after_it_was_replaced(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    slow = working.claim(job.pk)
    assert slow is not None
    dead_worker(job)
    quick = working.claim(job.pk)
    assert quick is not None

    late: list[Any] = [
        lambda: working.note_plan(slow, 3),
        lambda: working.renew(slow),
        lambda: working.settle_step(slow, Closing().plan(slow.work)[0], StepDone("遅れて済んだ")),
        lambda: working.finish(slow, None, None),
        lambda: working.fail(slow, "遅れて失敗した"),
        lambda: working.give_back(slow, "遅れて置いた", is_delay=False),
    ]
    for write in late:
        with pytest.raises(working.Lost):
            write()
    assert words_of(job) == [working.TAKEN_OVER]
    working.renew(quick)


def test_write_of_a_step_and_its_mark_stand_or_fall_together(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    held = working.claim(job.pk)
    assert held is not None
    step = Closing().plan(held.work)[0]
    with (tmp_path / "part").open("wb") as out:
        outcome = Closing().step(held.work, step.key, out)
    assert outcome.write is not None
    write = outcome.write

    def breaking() -> None:
        write()
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        working.settle_step(held, step, StepDone("済んだ", write=breaking))
    assert not ClosedDay.objects.exists()
    assert words_of(job) == []


def test_part_that_was_lost_is_made_again_without_writing_twice(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    held = working.claim(job.pk)
    assert held is not None
    first = Closing().plan(held.work)[0]
    with (tmp_path / "elsewhere").open("wb") as out:
        working.settle_step(held, first, Closing().step(held.work, first.key, out))
    dead_worker(job)
    requeue_abandoned()
    work_off()

    assert result_of(job) == b"day-0\nday-1\nday-2\n"
    assert ClosedDay.objects.count() == 3


def test_work_whose_task_was_lost_is_found(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    assert requeue_abandoned() == [], "its task waits"
    DBTaskResult.objects.all().delete()
    work_off()

    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.parametrize("status", ["FAILED", "SUCCESSFUL"])
def test_work_whose_task_ended_without_it_is_found(person: User, tmp_path: Path, status: str) -> None:
    job = closing(person, tmp_path)
    DBTaskResult.objects.update(status=status, started_at=timezone.now() - timedelta(days=1))
    assert requeue_abandoned() == [job.pk]
    assert DBTaskResult.objects.filter(status=status).count() == 1


def test_task_that_is_just_being_taken_is_left_alone(person: User, tmp_path: Path) -> None:
    closing(person, tmp_path)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert requeue_abandoned() == []


def test_worker_asked_to_stop_puts_the_work_back(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    stopping.ask()
    assert perform(job.pk) is not None

    job.run.refresh_from_db()
    assert (job.run.holder, job.run.attempts) == ("", 0)
    assert words_of(job) == ["働き手が止められたため、途中で置きました。"]


def test_cancelled_work_is_not_begun(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    cancel_job(by=person, reason="", job=job)
    work_off()

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not (tmp_path / "trace").exists()
    with pytest.raises(ValidationError, match="既に終わっています（中止）"):
        cancel_job(by=person, reason="", job=job)


def test_work_cancelled_at_its_last_step_leaves_no_result(
    person: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = closing(person, tmp_path)

    def cancelled(*args: Any) -> Any:
        cancel_job(by=person, reason="", job=Job.objects.get(pk=job.pk))
        return result(*args)

    result = Closing.result
    monkeypatch.setattr(Closing, "result", cancelled)
    work_off()

    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert not StoredFile.objects.exists()


def test_work_that_fails_after_it_was_cancelled_stays_cancelled(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = failing(person, "problem", 1)
    step = Failing.step

    def cancelled(*args: Any) -> Any:
        if args[2] == "second":
            cancel_job(by=person, reason="", job=Job.objects.get(pk=job.pk))
        return step(*args)

    monkeypatch.setattr(Failing, "step", cancelled)
    work_off()

    job.refresh_from_db()
    assert (job.state, job.trouble) == (JobState.CANCELLED, "")


def test_others_have_no_say_unless_they_look_after_the_workers(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    stranger = user_who_may((Verb.READ, Noun.JOBS), (Verb.WRITE, Noun.DAYS))
    operator = user_who_may((Verb.WRITE, Noun.JOBS))
    for verb in (cancel_job, retry_job):
        with pytest.raises(PermissionDenied):
            verb(by=stranger, reason="止めたい", job=job)
    with pytest.raises(ValidationError, match="理由"):
        cancel_job(by=operator, reason="", job=job)

    cancel_job(by=operator, reason="夜間の保守のため", job=job)
    job.refresh_from_db()
    retry_job(by=operator, reason="保守が終わったため", job=job)
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert ClosedDay.history.first().history_user_id == person.pk  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="失敗した仕事と中止した仕事"):
        retry_job(by=operator, reason="もう一度", job=job)


def test_work_of_a_kind_that_is_no_more_fails_in_words(
    person: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = closing(person, tmp_path)
    monkeypatch.setattr("portal.jobs.kinds._kinds", {})
    work_off()

    job.refresh_from_db()
    assert "いまのポータルにはありません" in job.trouble
    assert kind_label(job.kind) == "いまは無い種類の仕事"


def test_old_result_is_erased_and_the_work_stays(person: User, tmp_path: Path, settings: Any) -> None:
    job = closing(person, tmp_path)
    work_off()
    call_command("jobs_tidy", stdout=StringIO())
    job.refresh_from_db()
    assert job.result is not None
    assert job.result.erased_at is None

    settings.JOB_RESULT_DAYS = 0
    printed = StringIO()
    call_command("jobs_tidy", stdout=printed)
    call_command("jobs_tidy", stdout=printed)
    assert printed.getvalue() == "消した結果：1件\n消した結果：0件\n"
    job.refresh_from_db()
    assert job.result.erased_at is not None
    assert job.state == JobState.DONE


def test_long_work_refuses_to_run_inside_an_operation(person: User, tmp_path: Path) -> None:
    job = closing(person, tmp_path)
    with as_system(), pytest.raises(RuntimeError, match="never runs inside"):
        perform(job.pk)


def test_work_a_command_asked_for_is_done_by_the_worker(person: User) -> None:
    job = request_job(
        by="system:tests", kind="tests.failing", title="試し", parameters={"how": "bug", "times": 0}
    )
    assert Job.objects.visible_to(person).count() == 0
    cancel_job(by="system:tests", reason="夜間の保守", job=job)
    job.refresh_from_db()
    retry_job(by="system:tests", reason="保守の終わり", job=job)
    work_off()

    job.refresh_from_db()
    assert (job.state, job.owner) == (JobState.DONE, None)
    assert job.history.latest("history_id").history_actor == "system:work"  # type: ignore[attr-defined]
