"""The row of a job, which is the truth about it; the queue carries its key and nothing else."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import Base, LongText, PrimaryKey, PublicKey, ShortText, StoredObject


class JobState(StrEnum):
    """Where a job is. It is open in the first three states and over in the others."""

    WAITING = "waiting"
    RUNNING = "running"
    #: Somebody cancelled it while it ran; the worker stops at its next report of progress.
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING, JobState.CANCELLING)
#: The states in which a worker holds a lease.
HELD_STATES = (JobState.RUNNING, JobState.CANCELLING)

_IS_OPEN = text("state IN ('waiting', 'running', 'cancelling')")


class Job(Base):
    """One piece of work in the background, from the moment it is asked for until it is over."""

    __tablename__ = "job"
    __table_args__ = (
        # Asked for twice, the second request finds the first job. A killed worker leaves no lock behind.
        Index(
            "uq_job_open_unique_key",
            "unique_key",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        # Periodic work runs once in a period, however many processes ask for it.
        UniqueConstraint("kind", "period"),
        Index("ix_job_state_due_at", "state", "due_at"),
    )

    id: Mapped[PrimaryKey]
    key: Mapped[PublicKey]
    #: Name of a `JobKind`.
    kind: Mapped[ShortText]
    #: Ids and keys of rows that the work is about; never content.
    arguments: Mapped[StoredObject]
    state: Mapped[JobState] = mapped_column(
        Enum(
            JobState,
            native_enum=False,
            create_constraint=True,
            name="state",
            length=20,
            values_callable=lambda states: [state.value for state in states],
        )
    )
    #: Steps done, of how many; None: nobody can say.
    done: Mapped[int]
    total: Mapped[int | None]
    #: How often a worker took it. Names the present worker: one that lost its lease can write nothing more.
    attempts: Mapped[int]
    #: How many of these attempts ended in an error or in silence.
    failures: Mapped[int]
    #: When a waiting job is sent to the queue again.
    due_at: Mapped[datetime]
    #: Until when the worker that holds it is believed to be alive.
    lease_until: Mapped[datetime | None]
    #: At most one open job has it.
    unique_key: Mapped[ShortText | None]
    #: Beginning of the period that periodic work is for.
    period: Mapped[ShortText | None]
    #: Whoever asked for it and may see and cancel it.
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: The result, or what went wrong, in one line.
    message: Mapped[LongText | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Say whether anything can still happen to it."""
        return self.state in OPEN_STATES
