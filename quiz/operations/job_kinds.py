"""Every kind of job there is, and the work that comes round by itself."""

from datetime import timedelta

from quiz.config import Settings
from quiz.jobs import services
from quiz.jobs.kinds import JobKind, JobKinds, JobRun, Period
from quiz.operations import mail_delivery
from quiz.operations.backups.nightly import make_nightly_backup
from quiz.operations.retention import remove_once

#: How long jobs that are over can be looked up.
KEEP_JOBS = timedelta(days=30)


def remove_expired_data(run: JobRun) -> str:
    """Delete data past its retention period, and jobs that have been over for a month."""
    remove_once(run.engine, run.settings)
    with run.transaction() as session:
        jobs = services.delete_old_jobs(session, before=run.now - KEEP_JOBS)
    return f"jobs deleted: {jobs}"


RETENTION = JobKind("retention", remove_expired_data, Period(timedelta(hours=6)))
BACKUP = JobKind(
    "backup", make_nightly_backup, Period(timedelta(days=1), offset=timedelta(hours=2))
)
MAIL = JobKind(mail_delivery.KIND, mail_delivery.deliver_mail)


def build_job_kinds(settings: Settings) -> JobKinds:
    """Return the kinds that a process of this installation runs."""
    always = [RETENTION, MAIL]
    # A host that keeps no backups leaves the job to one that does.
    return JobKinds([*always, BACKUP] if settings.backup_keep else always)
