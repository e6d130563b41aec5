"""The pages of long work: what its owner sees, what those who look after the workers see, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.jobs.actions import working
from portal.jobs.actions.asking import request_job
from portal.jobs.choices import JobState
from portal.jobs.kinds import Step, StepDone
from portal.jobs.models import Job, JobEntry, JobRun
from portal.site.history_export import TimelineExport, newest_change
from tests.doors import read, words_of
from tests.factories.portal import UserFactory, user_who_may
from tests.working import work_off

pytestmark = pytest.mark.django_db
RIGHTS = ((Verb.READ, Noun.HISTORY), (Verb.EXPORT, Noun.HISTORY), (Verb.READ, Noun.ACCOUNTS))


@pytest.fixture
def owner() -> User:
    return user_who_may(*RIGHTS)


@pytest.fixture
def operator() -> User:
    return user_who_may((Verb.READ, Noun.JOBS), (Verb.WRITE, Noun.JOBS))


@pytest.fixture
def job(owner: User) -> Job:
    return ask(owner)


def ask(owner: User, title: str = "秘密の変更の一覧", query: str = "") -> Job:
    parameters = {"query": query, "until": newest_change()}
    return request_job(by=owner, kind=TimelineExport.code, title=title, parameters=parameters)


def page(user: User, job: Job, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("jobs:job", args=[job.pk]), headers=headers)


def press(user: User, job: Job, name: str, **typed: str) -> str:
    """Push one of the buttons; what the page then says."""
    client = Client()
    client.force_login(user)
    return words_of(client.post(reverse(f"jobs:{name}", args=[job.pk]), typed, follow=True))


def half_way(job: Job, *, total: int = 35, steps: int = 12) -> working.Claim:
    """A worker is at it."""
    held = working.claim(job.pk)
    assert held is not None
    working.note_plan(held, total)
    for number in range(steps):
        working.settle_step(held, Step(f"{number}"), StepDone(f"{number + 1}件目を書き出しました。"))
    return held


def test_owner_sees_how_far_the_work_is_in_numbers_with_its_log(owner: User, job: Job) -> None:
    half_way(job)
    shown = page(owner, job)

    words = words_of(shown)
    assert "秘密の変更の一覧" in words
    assert "35件中12件" in words
    assert "12件目を書き出しました。" in words
    assert "画面を閉じても続きます" in words
    assert ("いまの進みを見る", "") in read(shown).links, (
        "without scripts the page is asked for anew by a link"
    )
    assert f'hx-get="{reverse("jobs:job", args=[job.pk])}"' in shown.content.decode()


def test_script_asks_for_the_moving_part_alone_until_the_work_has_ended(owner: User, job: Job) -> None:
    half_way(job)
    part = page(owner, job, **{"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "progress" in part.content.decode()

    press(owner, job, "cancel")
    ended = page(owner, job, **{"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"


def test_time_left_is_told_from_the_steps_so_far(owner: User, job: Job) -> None:
    half_way(job, total=20, steps=5)
    start = timezone.now() - timedelta(seconds=40)
    for place, entry in enumerate(JobEntry.objects.filter(job=job)):
        JobEntry.objects.filter(pk=entry.pk).update(at=start + timedelta(seconds=10 * place))
    assert "残り約2分" in words_of(page(owner, job))

    for place, entry in enumerate(JobEntry.objects.filter(job=job)):
        JobEntry.objects.filter(pk=entry.pk).update(at=start + timedelta(seconds=place))
    assert "残り約15秒" in words_of(page(owner, job))


def test_work_whose_worker_is_gone_says_that_it_waits_for_another(owner: User, job: Job) -> None:
    half_way(job)
    JobRun.objects.filter(job=job).update(held_until=timezone.now() - timedelta(seconds=1))
    words = words_of(page(owner, job))
    assert "引き継ぐ働き手を待っています" in words
    assert "35件中12件" in words


def test_owner_cancels_and_tries_again_by_buttons(owner: User, job: Job) -> None:
    assert "中止しました。" in press(owner, job, "cancel")
    assert Job.objects.get().state == JobState.CANCELLED
    assert "既に終わっています" in press(owner, job, "cancel")
    assert "もう一度始めます" in press(owner, job, "retry")
    work_off()
    assert Job.objects.get().state == JobState.DONE
    assert "やり直せるのは" in press(owner, job, "retry")


def test_own_list_shows_own_work_only_with_its_result(owner: User, job: Job) -> None:
    ask(user_who_may(*RIGHTS), title="ほかの人の一覧")
    work_off()
    client = Client()
    client.force_login(owner)
    words = words_of(client.get(reverse("jobs:mine")))
    assert "秘密の変更の一覧" in words
    assert "完了" in words
    assert ".csv" in words
    assert "ほかの人の一覧" not in words


def test_operator_sees_whose_and_how_far_but_not_what(operator: User, owner: User, job: Job) -> None:
    held = half_way(job)
    client = Client()
    client.force_login(operator)
    for name in ("cancel", "retry"):
        assert "秘密" not in client.get(reverse(f"jobs:{name}", args=[job.pk])).content.decode()
    for shown in (client.get(reverse("jobs:all")), page(operator, job)):
        words = words_of(shown)
        assert "変更の一覧をCSVにする" in words
        assert owner.name.replace(" ", "") in words
        assert "35件中12件" in words
        assert "秘密" not in words
        assert "12件目" not in words

    working.fail(held, "秘密の理由で止まりました。")
    words = words_of(page(operator, job))
    assert "秘密" not in words
    assert "依頼した人の画面に出ています" in words
    assert "秘密の理由" in words_of(page(owner, job))


def test_operator_gets_no_result(operator: User, job: Job) -> None:
    work_off()
    job.refresh_from_db()
    client = Client()
    client.force_login(operator)
    assert ".csv" not in words_of(page(operator, job))
    assert client.get(reverse("files:file", args=[job.result_id])).status_code == 404


def test_operator_says_why_when_stopping_somebody_elses_work(operator: User, job: Job) -> None:
    assert "理由を入力してください" in press(operator, job, "cancel", reason=" ")
    assert Job.objects.get().state == JobState.WAITING
    assert "中止しました。" in press(operator, job, "cancel", reason="夜間の保守のため")
    assert "もう一度始めます" in press(operator, job, "retry", reason="保守が終わったため")


def test_auditor_of_the_workers_may_look_and_not_touch(job: Job) -> None:
    reader = user_who_may((Verb.READ, Noun.JOBS))
    assert page(reader, job).status_code == 200
    assert "中止する" not in words_of(page(reader, job))
    client = Client()
    client.force_login(reader)
    for name in ("cancel", "retry"):
        path = reverse(f"jobs:{name}", args=[job.pk])
        assert client.get(path).status_code == 403, "a form that nobody could send is not shown"
        assert client.post(path, {"reason": "止めたい"}).status_code == 403


def test_stranger_finds_no_work_of_others(job: Job) -> None:
    stranger = UserFactory()
    client = Client()
    client.force_login(stranger)
    assert page(stranger, job).status_code == 404
    assert client.get(reverse("jobs:all")).status_code == 403
    answers = [client.post(reverse(f"jobs:{name}", args=[job.pk])) for name in ("cancel", "retry")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_looking_changes_nothing(owner: User, job: Job) -> None:
    client = Client()
    client.force_login(owner)
    for name in ("cancel", "retry"):
        assert client.get(reverse(f"jobs:{name}", args=[job.pk])).status_code == 200
    assert Job.objects.get().version == job.version


def test_long_lists_cost_few_queries(owner: User, operator: User, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        ask(owner, title=f"一覧{number}", query=f"person={number}")
    for user, name in ((owner, "jobs:mine"), (operator, "jobs:all")):
        client = Client()
        client.force_login(user)
        with django_assert_max_num_queries(8):
            assert client.get(reverse(name)).status_code == 200
