"""What the page of a job shows."""

from dataclasses import dataclass

from quiz.jobs.models import Job


@dataclass(frozen=True)
class JobView:
    """A job as its owner sees it."""

    key: str
    kind: str
    state: str
    is_open: bool
    #: Whether the owner can still cancel it.
    can_cancel: bool
    done: int
    total: int | None
    message: str | None


def build_job_view(job: Job) -> JobView:
    """Return what is shown of a job."""
    return JobView(
        key=job.key,
        kind=job.kind,
        state=job.state.value,
        is_open=job.is_open,
        can_cancel=job.state.value in {"waiting", "running"},
        done=job.done,
        total=job.total,
        message=job.message,
    )
