"""Reads about jobs, and the clock that all hosts share."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quiz.jobs.models import HELD_STATES, OPEN_STATES, Job, JobState


class JobCounts(NamedTuple):
    """How the jobs are doing, for whoever looks after the site."""

    #: Waiting jobs that nobody took although they are due.
    overdue: int
    #: Jobs whose worker has gone silent.
    abandoned: int
    #: Jobs that failed since a given moment.
    failed: int


def read_database_clock(session: Session) -> datetime:
    """Return the time by the clock of the database, so that hosts whose clocks differ agree on leases and periods."""
    if session.get_bind().dialect.name == "sqlite":
        told: str = session.scalars(
            select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))
        ).one()
        return datetime.fromisoformat(told).replace(tzinfo=UTC)
    moment: datetime = session.scalars(select(func.clock_timestamp())).one()
    return moment.astimezone(UTC)


def find_job(session: Session, key: str) -> Job | None:
    """Return the job with this public key."""
    return session.scalar(select(Job).where(Job.key == key))


def find_job_of_owner(session: Session, key: str, owner_id: int) -> Job | None:
    """Return the job with this key if it belongs to this person."""
    return session.scalar(select(Job).where(Job.key == key, Job.owner_id == owner_id))


def find_open_job(session: Session, unique_key: str) -> Job | None:
    """Return the open job with this unique key."""
    return session.scalar(
        select(Job).where(Job.unique_key == unique_key, Job.state.in_(OPEN_STATES))
    )


def list_due_keys(session: Session, *, now: datetime) -> Sequence[str]:
    """Return the keys of waiting jobs whose message to the queue is due, the oldest first."""
    return session.scalars(
        select(Job.key)
        .where(Job.state == JobState.WAITING, Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
    ).all()


def list_abandoned_jobs(session: Session, *, now: datetime) -> Sequence[Job]:
    """Return the jobs whose worker has not renewed its lease."""
    return session.scalars(
        select(Job).where(Job.state.in_(HELD_STATES), Job.lease_until <= now)
    ).all()


def list_known_periods(
    session: Session, periods: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Return which of these pairs of kind and period have a job already."""
    wanted = list(periods)
    rows = session.execute(
        select(Job.kind, Job.period).where(
            Job.kind.in_([kind for kind, _ in wanted]),
            Job.period.in_([period for _, period in wanted]),
        )
    )
    return {(kind, period) for kind, period in rows if period is not None}


def count_troubled_jobs(
    session: Session, *, overdue_since: datetime, failed_since: datetime, now: datetime
) -> JobCounts:
    """Count the jobs that somebody should look at."""

    def count(*conditions: object) -> int:
        statement = select(func.count()).select_from(Job).where(*conditions)  # type: ignore[arg-type]  # conditions of SQLAlchemy
        return session.scalar(statement) or 0

    return JobCounts(
        count(Job.state == JobState.WAITING, Job.due_at <= overdue_since),
        count(Job.state.in_(HELD_STATES), Job.lease_until <= now),
        count(Job.state == JobState.FAILED, Job.finished_at >= failed_since),
    )
