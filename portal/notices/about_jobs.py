"""What is told of long work: that it has ended."""

from portal.accounts.rights import Actor
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.notices.actions.telling import tell
from portal.notices.kinds import NoticeKind, Tidings

JOB_ENDED = NoticeKind("jobs.ended", "頼んだ長い仕事が終わったとき")
ENDINGS = {JobState.DONE: "できあがりました", JobState.FAILED: "うまくいきませんでした"}


def tell_owner(job: Job, by: Actor) -> None:
    """Tell who asked that the work is done, or has failed; each attempt's end is an occasion of its own."""
    if job.owner is None:
        return
    said = f"{ENDINGS[JobState(job.state)]}：{job.title}"
    told = Tidings(
        JOB_ENDED.code, [job.owner], job, said, job.trouble, occasion=f"{job.ended_at:%Y%m%d%H%M%S%f}"
    )
    tell(by=by, reason="", tidings=told)
