"""Pages of long work."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from portal.accounts.models import RolePermission
from portal.jobs.actions.asking import cancel_job, require_say, retry_job
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.site.forms import ReasonForm
from portal.site.jobs import words
from portal.site.jobs.lists import JOBS, MY_JOBS
from portal.site.jobs.words import job_url
from portal.site.pages import Crumb, NewPage, RecordPage

Noun, Verb = RolePermission.Noun, RolePermission.Verb
# The last lines of the log; a work of many steps has many.
SHOWN_ENTRIES = 200


class OfJob(RecordPage):
    """What the pages of one work share."""

    model = Job
    record: Job

    def get_records(self) -> Any:
        """With what is said of it."""
        return Job.objects.select_related("owner", "run", "result")

    @property
    def is_own(self) -> bool:
        """Whether the user asked for it."""
        return self.record.owner_id == self.user.pk

    @property
    def subject(self) -> str:
        """What it is about, to its owner; to others what kind of work it is."""
        if self.is_own:
            return self.record.title
        return words.numbered_kind(self.record)

    @property
    def has_say(self) -> bool:
        """Whether the user may stop it or have it tried again."""
        return self.is_own or self.user.may(Verb.WRITE, Noun.JOBS)


class JobDetail(OfJob):
    """One work: how far it is, its log, its result. Scripts ask for the progress alone, every two seconds."""

    template_name = "jobs/job.html"
    fragment_name: ClassVar[str] = "jobs/_progress.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The page, or its moving part; once the work has ended, the page is asked for anew."""
        if request.headers.get("HX-Request") != "true":
            return self.answer()
        if not self.record.is_unfinished:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return TemplateResponse(request, self.fragment_name, self.get_context())

    def get_title(self) -> str:
        """As far as the user may know."""
        return self.subject

    def get_breadcrumbs(self) -> list[Crumb]:
        """One's own, or all."""
        return [Crumb(each.title, each.url) for each in (MY_JOBS if self.is_own else JOBS,)]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Numbers for everybody who sees it, words for its owner."""
        job: Any = self.record
        entries = list(job.entries.order_by("-pk")[:SHOWN_ENTRIES])[::-1]
        may_cancel = self.has_say and job.is_unfinished
        return super().get_context(
            is_own=self.is_own,
            kind=words.kind_words(job),
            asker=words.asker(job),
            level=words.level_of(job),
            unit=words.unit_of(job),
            numbers=words.numbers(job),
            left=words.time_left(job, entries),
            is_dropped=words.is_dropped(job),
            entries=entries if self.is_own else [],
            result=job.result if self.is_own else None,
            refresh_url=job_url(job) if job.is_unfinished else "",
            cancel_url=reverse("jobs:cancel", args=[job.pk]) if may_cancel else "",
            may_retry=self.has_say and job.state in (JobState.FAILED, JobState.CANCELLED),
            **extra,
        )


class JobVerb(OfJob, NewPage):
    """One act on a work, by a button. A work moves on while it is looked at: the action looks at it anew.

    A reason is asked for where it is somebody else's.
    """

    template_name = "jobs/verb.html"
    question: ClassVar[str]

    def load(self) -> None:
        """The form opens for those who may send it."""
        super().load()
        require_say(self.user, self.record)

    def get_breadcrumbs(self) -> list[Crumb]:
        """The work."""
        return [Crumb(self.subject, job_url(self.record))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Which work it is."""
        return super().get_context(subject=self.subject, **extra)

    def get_form(self, data: Any = None) -> ReasonForm:
        """Asks why."""
        form = ReasonForm(data)
        form.fields["reason"].required = not self.is_own
        return form

    def get_success_url(self, record: Job) -> str:
        """The page of the work."""
        return job_url(record)


class JobCancel(JobVerb):
    """中止する."""

    title = submit_label = "中止する"
    question = "この長い仕事を中止します。済んだ部分は残り、後からやり直せます。"
    success_message = "中止しました。手元の部分が終わるまで、数秒かかることがあります。"

    def act(self, form: ReasonForm) -> Job:
        """Stop it."""
        return cancel_job(by=self.user, reason=form.cleaned_data["reason"], job=self.record)


class JobRetry(JobVerb):
    """もう一度試す."""

    title = submit_label = "もう一度試す"
    question = "この長い仕事をもう一度始めます。済んだ部分は繰り返しません。"
    success_message = "もう一度始めます。済んだ部分は繰り返しません。"

    def act(self, form: ReasonForm) -> Job:
        """Take it up again."""
        return retry_job(by=self.user, reason=form.cleaned_data["reason"], job=self.record)
