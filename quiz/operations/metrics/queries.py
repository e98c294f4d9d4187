"""What the database says to a monitor: counts, and nobody's data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.jobs.models import Job, JobState
from quiz.jobs.queries import read_database_clock
from quiz.mail.models import MailState
from quiz.mail.queries import find_mail_trouble
from quiz.operations.site_pages.queries import (
    count_jobs,
    count_mails,
    find_last_backup_job,
)

OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class DatabaseNumbers:
    """Counts of jobs and emails, and when the last backup was made."""

    #: Of every state there is, also when there is none in it.
    jobs: dict[str, int]
    emails: dict[str, int]
    overdue_jobs: int
    has_mail_trouble: bool
    last_backup_at: datetime | None


def read_database_numbers(session: Session) -> DatabaseNumbers:
    """Return the counts of this moment."""
    now = read_database_clock(session)
    by_job, by_mail = count_jobs(session), count_mails(session)
    overdue = session.scalar(
        select(func.count())
        .select_from(Job)
        .where(Job.state == JobState.WAITING, Job.due_at <= now - OVERDUE)
    )
    last = find_last_backup_job(session)
    return DatabaseNumbers(
        {state.value: by_job.get(state, 0) for state in JobState},
        {state.value: by_mail.get(state, 0) for state in MailState},
        overdue or 0,
        find_mail_trouble(session, now=now) is not None,
        last.finished_at if last else None,
    )
