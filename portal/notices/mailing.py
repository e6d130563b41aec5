"""Notices by e-mail: a long work of the portal's own, so that a mail server that is down stops nobody."""

from collections.abc import Sequence
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import IO

from django.conf import settings
from django.core.mail import EmailMessage

from portal.accounts.models import RolePermission, User
from portal.jobs.actions.asking import request_job
from portal.jobs.actions.working import WORKER
from portal.jobs.kinds import JobKind, Step, StepDone, TryLater, Work
from portal.jobs.models import Job
from portal.notices.actions.mails import give_mail_up, mark_mailed
from portal.notices.models import Notice, NoticeAddress
from portal.notices.reading import may_read

BY = "system:notices"
REFUSED = "お知らせの宛先が受け取りを断ったため"
HIDDEN = "この記録は、いまはあなたには見られません。"


class NoticeMails(JobKind):
    """The notices of ``notices`` by e-mail, one a step. Nobody asks for it: telling does.

    A mail that was sent by a worker killed in that very moment is sent once more, under the same Message-ID.
    """

    code, label, unit = "notices.mail", "お知らせをメールで送る", "通"
    noun, verb = RolePermission.Noun.NOTICES, RolePermission.Verb.WRITE
    makes_file = False

    def may_be_asked_by(self, user: User) -> bool:
        """By no person."""
        return False

    def plan(self, work: Work) -> Sequence[Step]:
        """A step for each notice that still waits, or was sent in an attempt before."""
        return [Step(str(key)) for key in sorted(work.parameters["notices"])]

    def step(self, work: Work, key: str, out: IO[bytes]) -> StepDone:
        """Send one mail, unless it is wanted no more."""
        notice = Notice.objects.to_be_mailed().select_related("person").filter(pk=key).first()
        address = NoticeAddress.objects.filter(person=notice.person_id).first() if notice else None
        if notice is None or address is None:
            return StepDone(f"お知らせ{key}：送る必要がなくなりました。")
        try:
            message_of(notice, address.address).send()
        except SMTPRecipientsRefused:
            return StepDone(
                f"お知らせ{key}：宛先が受け取りを断りました。",
                is_problem=True,
                write=lambda: give_mail_up(by=WORKER, reason=REFUSED, notice=notice),
            )
        except (SMTPException, OSError) as error:
            raise TryLater(f"メールサーバーに送れませんでした（{type(error).__name__}）。") from error
        return StepDone(
            f"お知らせ{key}：送りました。",
            write=lambda: mark_mailed(by=WORKER, reason=work.job.title, notice=notice),
        )


def message_of(notice: Notice, address: str) -> EmailMessage:
    """The mail; what the record is about only while the person may read it."""
    is_readable = may_read(notice.person, notice.record_model, notice.record_key)
    lines = [notice.kind_label, ""]
    lines += [notice.subject, *([notice.words] if notice.words else [])] if is_readable else [HIDDEN]
    lines += ["", f"くわしくは、{settings.PORTAL_NAME}のお知らせを開いてください。"]
    if settings.BASE_URL:
        lines.append(f"{settings.BASE_URL}/notices/")
    lines += ["", "このメールは自動で送っています。受け取り方は、お知らせのページで変えられます。"]
    return EmailMessage(
        subject=f"【{settings.PORTAL_NAME}】{notice.kind_label}",
        body="\n".join(lines),
        to=[address],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{settings.MAIL_HOST_NAME}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def request_mails() -> Job | None:
    """Have every notice mailed that waits and is in no unfinished work yet."""
    waiting = set(Notice.objects.to_be_mailed().values_list("pk", flat=True))
    for parameters in (
        Job.objects.unfinished().filter(kind=NoticeMails.code).values_list("parameters", flat=True)
    ):
        waiting -= set(parameters["notices"])
    if not waiting or not settings.MAIL_IS_SET:
        return None
    title = f"お知らせのメール（{len(waiting)}通）"
    return request_job(by=BY, kind=NoticeMails.code, title=title, parameters={"notices": sorted(waiting)})
