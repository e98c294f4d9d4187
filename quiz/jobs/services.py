"""Writes about jobs. Each change names the state it expects, so that of two workers one succeeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quiz.core.keys import public_key
from quiz.errors import NotNow
from quiz.jobs import queries
from quiz.jobs.models import HELD_STATES, OPEN_STATES, Job, JobState

#: A message to the queue that did not lead to a claim is sent again after this time.
RESEND_AFTER = timedelta(seconds=60)
#: Pause before the next attempt after an error; it doubles with each failure.
RETRY_AFTER = timedelta(seconds=30)
#: Attempts that may end in an error or in silence before the job counts as failed.
MAX_FAILURES = 3
#: How a job ended that can be tried again.
RETRIABLE_STATES = (JobState.FAILED, JobState.CANCELLED)

SILENT_WORKER = "the worker stopped without a word"


@dataclass(frozen=True)
class JobClaim:
    """A job as a worker took it. `attempts` names the worker: once another has the job, this claim changes nothing."""

    id: int
    key: str
    kind: str
    arguments: Mapping[str, Any]
    attempts: int
    failures: int

    @classmethod
    def from_job(cls, job: Job) -> "JobClaim":
        """Return what a worker has to know of a row."""
        return cls(
            job.id, job.key, job.kind, dict(job.arguments), job.attempts, job.failures
        )


def add_job(
    session: Session,
    kind: str,
    arguments: Mapping[str, int | str],
    *,
    now: datetime,
    owner_id: int | None = None,
    unique_key: str | None = None,
    delay: timedelta | None = None,
) -> Job:
    """Add a waiting job and return it; when `unique_key` has an open one, return that instead.

    With `delay`, do not send it: the sweep does, once that time has passed.
    """
    values = _new_values(kind, arguments, now=now) | {
        "owner_id": owner_id,
        "unique_key": unique_key,
    }
    if delay is not None:
        values["due_at"] = now + delay
    _insert_unless_there(session, values)
    added = queries.find_job(session, values["key"])
    if added is None and unique_key is not None:
        added = queries.find_open_job(session, unique_key)
    if added is None:
        # The open one ended between the two statements.
        _insert_unless_there(session, values)
        added = queries.find_job(session, values["key"])
    if added is None:
        raise LookupError(f"no job {kind} could be added under {unique_key!r}")
    return added


def add_periodic_job(
    session: Session, kind: str, period: str, *, now: datetime
) -> bool:
    """Add the job of a period unless it was added before; say whether this call added it.

    None is added while the job of an earlier period is still open.
    """
    values = _new_values(kind, {}, now=now)
    values |= {"period": period, "unique_key": f"periodic:{kind}", "due_at": now}
    return _insert_unless_there(session, values)


def claim_job(
    session: Session, key: str, *, now: datetime, lease: timedelta
) -> JobClaim | None:
    """Take a waiting job for `lease`; return it, or None when it is not waiting any more."""
    taken = _change(
        session,
        update(Job)
        .where(Job.key == key, Job.state == JobState.WAITING)
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            started_at=now,
            lease_until=now + lease,
        ),
    )
    job = queries.find_job(session, key) if taken else None
    return JobClaim.from_job(job) if job else None


def renew_lease(
    session: Session,
    claim: JobClaim,
    *,
    progress: tuple[int, int | None],
    now: datetime,
    lease: timedelta,
) -> JobState | None:
    """Note progress and hold the job for another `lease`; return its state, None when the lease was lost."""
    done, total = progress
    held = _change(
        session,
        _held_by(claim).values(done=done, total=total, lease_until=now + lease),
    )
    if not held:
        return None
    found = queries.find_job(session, claim.key)
    return found.state if found else None


def complete_job(
    session: Session, claim: JobClaim, message: str, *, now: datetime
) -> bool:
    """Mark a job as done; say whether it was still this worker's."""
    return _end(session, claim, JobState.DONE, message, now=now)


def refuse_job(
    session: Session, claim: JobClaim, message: str, *, now: datetime
) -> bool:
    """Mark a job as failed for a reason that another attempt does not change."""
    return _end(session, claim, JobState.FAILED, message, now=now)


def record_failure(
    session: Session, claim: JobClaim, message: str, *, now: datetime
) -> bool:
    """Let a job wait for another attempt after an error, or fail when it had enough of them."""
    failures = claim.failures + 1
    if failures >= MAX_FAILURES:
        return _end(
            session, claim, JobState.FAILED, message, now=now, failures=failures
        )
    pause = RETRY_AFTER * 2**claim.failures
    return _wait_again(session, claim, now=now, pause=pause, failures=failures)


def return_job(session: Session, claim: JobClaim, *, now: datetime) -> bool:
    """Let a job wait again because its worker stopped, which is no failure; end it when it was cancelled."""
    return _wait_again(session, claim, now=now, failures=claim.failures)


def cancel_job(session: Session, job: Job, *, now: datetime) -> None:
    """Cancel a job: at once while it waits, at its next report of progress while it runs."""
    over = _change(
        session,
        update(Job)
        .where(Job.id == job.id, Job.state == JobState.WAITING)
        .values(state=JobState.CANCELLED, finished_at=now),
    )
    if not over:
        _change(
            session,
            update(Job)
            .where(Job.id == job.id, Job.state == JobState.RUNNING)
            .values(state=JobState.CANCELLING),
        )


def retry_job(session: Session, job: Job, *, now: datetime) -> None:
    """Let a job that failed or was cancelled wait for a worker again, with all its attempts.

    Raises
    ------
    NotNow
        When it did not end so, or another job for the same thing is open.
    """
    unique_key = job.unique_key
    if unique_key and queries.find_open_job(session, unique_key) is not None:
        raise NotNow("Another job for the same work is open already.")
    values = {"failures": 0, "done": 0, "message": None, "finished_at": None}
    statement = (
        update(Job)
        .where(Job.id == job.id, Job.state.in_(RETRIABLE_STATES))
        .values(state=JobState.WAITING, due_at=now + RESEND_AFTER, **values)
    )
    try:
        with session.begin_nested():
            changed = _change(session, statement)
    except IntegrityError as error:
        raise NotNow("Another job for the same work is open already.") from error
    if not changed:
        raise NotNow("This job did not fail, so there is nothing to try again.")


def release_abandoned_jobs(session: Session, *, now: datetime) -> int:
    """Take back the jobs of workers that went silent; return how many there were.

    Each statement names the lease, because a worker may have renewed it while this one waited.
    """
    abandoned = update(Job).where(Job.lease_until <= now)
    over = {"lease_until": None, "finished_at": now}
    statements = [
        abandoned.where(Job.state == JobState.CANCELLING).values(
            state=JobState.CANCELLED, **over
        ),
        abandoned.where(
            Job.state == JobState.RUNNING, Job.failures + 1 >= MAX_FAILURES
        ).values(
            state=JobState.FAILED,
            failures=Job.failures + 1,
            message=SILENT_WORKER,
            **over,
        ),
        abandoned.where(Job.state == JobState.RUNNING).values(
            state=JobState.WAITING,
            failures=Job.failures + 1,
            lease_until=None,
            due_at=now,
        ),
    ]
    return sum(_change(session, statement) for statement in statements)


def take_due_keys(session: Session, *, now: datetime) -> list[str]:
    """Return the waiting jobs to send to the queue; each is due again after a minute."""
    keys = list(queries.list_due_keys(session, now=now))
    return [
        key
        for key in keys
        if _change(
            session,
            update(Job)
            .where(Job.key == key, Job.state == JobState.WAITING, Job.due_at <= now)
            .values(due_at=now + RESEND_AFTER),
        )
    ]


def cancel_open_jobs(session: Session, message: str, *, now: datetime) -> int:
    """Cancel every open job, whoever holds it; return how many there were."""
    statement = (
        update(Job)
        .where(Job.state.in_(OPEN_STATES))
        .values(state=JobState.CANCELLED, message=message, finished_at=now)
    )
    return _change(session, statement)


def delete_old_jobs(session: Session, *, before: datetime) -> int:
    """Delete the jobs that were over before a moment; return how many there were."""
    return _change(session, delete(Job).where(Job.finished_at < before))


def _new_values(
    kind: str, arguments: Mapping[str, int | str], *, now: datetime
) -> dict[str, Any]:
    return {
        "key": public_key(),
        "kind": kind,
        "arguments": dict(arguments),
        "state": JobState.WAITING,
        "done": 0,
        "attempts": 0,
        "failures": 0,
        # Whoever adds it sends it; should that message be lost, the sweep sends another.
        "due_at": now + RESEND_AFTER,
        "created_at": now,
    }


def _insert_unless_there(session: Session, values: Mapping[str, Any]) -> bool:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Job).values(**values).on_conflict_do_nothing()
    return session.connection().execute(statement.returning(Job.id)).first() is not None


def _held_by(claim: JobClaim) -> Any:
    """Return an update of the job that changes nothing when another worker holds it."""
    return update(Job).where(
        Job.id == claim.id, Job.attempts == claim.attempts, Job.state.in_(HELD_STATES)
    )


def _end(
    session: Session,
    claim: JobClaim,
    state: JobState,
    message: str | None,
    *,
    now: datetime,
    failures: int | None = None,
) -> bool:
    values: dict[str, object] = {
        "state": state,
        "message": message,
        "finished_at": now,
    }
    if failures is not None:
        values["failures"] = failures
    return bool(_change(session, _held_by(claim).values(lease_until=None, **values)))


def _wait_again(
    session: Session,
    claim: JobClaim,
    *,
    now: datetime,
    failures: int,
    pause: timedelta = timedelta(0),
) -> bool:
    # A job that somebody cancelled meanwhile must not begin again.
    cancelled = _change(
        session,
        _held_by(claim)
        .where(Job.state == JobState.CANCELLING)
        .values(state=JobState.CANCELLED, lease_until=None, finished_at=now),
    )
    return bool(cancelled) or bool(
        _change(
            session,
            _held_by(claim).values(
                state=JobState.WAITING,
                lease_until=None,
                due_at=now + pause,
                failures=failures,
            ),
        )
    )


def _change(session: Session, statement: Any) -> int:
    """Run a statement that changes rows and return how many; mapped objects are read again afterwards."""
    changed = session.connection().execute(statement).rowcount
    session.expire_all()
    return int(changed)
