"""長い仕事: who asked for what and what came of it; and, not audited, how far a worker is."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from portal.accounts.models import RolePermission, User
from portal.audit.models import AuditedModel
from portal.files.models import StoredFile
from portal.jobs.choices import UNFINISHED, JobState
from portal.jobs.kinds import kinds_for

Reader = User | AnonymousUser


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of long works."""

    def visible_to(self, user: Reader) -> Self:
        """One's own; all of them for those who look after the workers."""
        if not isinstance(user, User):
            return self.none()
        looks_after = user.may(RolePermission.Verb.READ, RolePermission.Noun.JOBS)
        return self if looks_after else self.of(user)

    def hidden_then(self, user: User) -> Q:
        """What somebody else asked for: of others' works one sees how far they are, and no word of them."""
        return ~Q(owner=user.pk)

    def with_files_visible_to(self, user: User) -> Self:
        """Those whose result one may have: one's own, of kinds one may still ask for."""
        return self.of(user).filter(kind__in=kinds_for(user))

    def of(self, user: User) -> Self:
        """Those this user asked for."""
        return self.filter(owner=user)

    def unfinished(self) -> Self:
        """Those that wait or are under way."""
        return self.filter(state__in=UNFINISHED)


class Job(AuditedModel):
    """長い仕事: one piece of work a person (or a command) asked for. ``parameters`` belong to its kind."""

    kind = models.CharField("種類", max_length=60)
    title = models.CharField("何を", max_length=300)
    parameters = models.JSONField("指定", default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="依頼した人",
    )
    reason = models.TextField("依頼の理由", blank=True)
    state = models.CharField("状態", max_length=10, choices=JobState, default=JobState.WAITING)
    asked_at = models.DateTimeField("依頼した時")
    ended_at = models.DateTimeField("終わった時", null=True, blank=True)
    trouble = models.TextField("うまくいかなかったこと", blank=True)
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="jobs", verbose_name="結果のファイル"
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "長い仕事"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, ended_at=None)
                | (~Q(state__in=UNFINISHED) & Q(ended_at__isnull=False)),
                name="job_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or is under way."""
        return self.state in UNFINISHED


class JobRun(models.Model):
    """長い仕事の進み具合: which worker has it until when. Overwritten all the time, so not audited."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="run", verbose_name="長い仕事")
    task_id = models.UUIDField("順番待ちの番号", null=True)
    holder = models.CharField("持っている働き手", max_length=40, blank=True)
    held_until = models.DateTimeField("いつまで持つか", null=True)
    attempts = models.PositiveSmallIntegerField("始めた回数", default=0)
    delays = models.PositiveSmallIntegerField("先延ばしの回数", default=0)
    total = models.PositiveIntegerField("全体の数", null=True)
    done = models.PositiveIntegerField("済んだ数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "長い仕事の進み具合"

    def __str__(self) -> str:
        return f"{self.job_id}"


class JobEntry(models.Model):
    """長い仕事の記録: a line of the log. One with a ``step`` is also the mark that this step is done."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="entries", verbose_name="長い仕事")
    at = models.DateTimeField("日時")
    step = models.CharField("済んだ部分", max_length=100, blank=True)
    count = models.PositiveIntegerField("済んだ数", default=0)
    words = models.TextField("内容")
    is_problem = models.BooleanField("問題", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "長い仕事の記録"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("job", "step"), condition=~Q(step=""), name="job_step_done_once"),
        ]

    def __str__(self) -> str:
        return self.words
