"""Every kind of job there is, and the work that comes round by itself."""

from datetime import timedelta

from quiz.bank.parsing.bank_folder import load_bank
from quiz.cohorts.checks.closing import close_overdue
from quiz.config import Settings, assets_folder
from quiz.errors import NotNow
from quiz.jobs import services
from quiz.jobs.kinds import JobKind, JobKinds, JobRun, Period
from quiz.operations.backups.nightly import make_nightly_backup
from quiz.operations.mails import delivery as mail_delivery
from quiz.operations.retention import run_retention
from quiz.sittings.assessment.context import AssessmentContext

#: How long jobs that are over can be looked up.
KEEP_JOBS = timedelta(days=30)


def remove_expired_data(run: JobRun) -> str:
    """Delete data past its retention period, and jobs that have been over for a month.

    Raises
    ------
    DBAPIError
        When the database is busy or does not answer; another attempt follows.
    NotNow
        When the clock is not believed.
    """
    result = run_retention(run.engine, run.settings, now=run.now)
    if not result.is_done:
        raise NotNow(result.describe_refusal())
    with run.transaction() as session:
        jobs = services.delete_old_jobs(session, before=run.now - KEEP_JOBS)
    rows = result.rows | {"job": jobs}
    return "deleted: " + ", ".join(f"{table} {count}" for table, count in rows.items())


def close_overdue_sittings(run: JobRun) -> str:
    """Close what is still open at its closing time.

    Raises
    ------
    DBAPIError
        When the database is busy or does not answer; another attempt follows.
    """

    def load_tools() -> AssessmentContext:
        bank = load_bank(assets_folder() / "questions", run.settings.own_questions)
        return AssessmentContext.from_catalogue(bank)

    return f"closed: {close_overdue(run, load_tools)}"


CLOSING = JobKind("closing", close_overdue_sittings, Period(timedelta(minutes=5)))
RETENTION = JobKind("retention", remove_expired_data, Period(timedelta(hours=6)))
BACKUP = JobKind(
    "backup", make_nightly_backup, Period(timedelta(days=1), offset=timedelta(hours=2))
)
MAIL = JobKind(mail_delivery.KIND, mail_delivery.deliver_mail)


def build_job_kinds(settings: Settings) -> JobKinds:
    """Return the kinds that a process of this installation runs."""
    always = [RETENTION, MAIL, CLOSING]
    # A host that keeps no backups leaves the job to one that does.
    return JobKinds([*always, BACKUP] if settings.backup_keep else always)
