"""Kinds of jobs: a name, the function that does the work, and the period of work that comes round again."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import open_session


class JobStopped(Exception):
    """Raised inside a job, at a report of progress, when it must not go on; the runner knows why."""


@dataclass
class JobRun:
    """What a job is given: its arguments, the database, and a place to report progress."""

    key: str
    arguments: Mapping[str, Any]
    engine: Engine
    settings: Settings
    #: The time by the database's clock when the attempt began.
    now: datetime
    #: Set by the runner when the job was cancelled, its worker is to stop, or the lease was lost.
    stopped: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    total: int | None = None

    def report_progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is. Cheap: the row is written by the runner, every other second.

        Raises
        ------
        JobStopped
            When the job must stop here. What was committed so far stays, and the next attempt finds it.
        """
        self.done, self.total = done, total
        if self.stopped.is_set():
            raise JobStopped

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that writes; it is committed when the block ends well."""
        with open_session(self.engine, writes=True) as session, session.begin():
            yield session


@dataclass(frozen=True)
class Period:
    """How often work comes round: every `length`, counted from midnight UTC plus `offset`."""

    length: timedelta
    offset: timedelta = timedelta(0)

    def name_at(self, now: datetime) -> str:
        """Return the name of the period that `now` lies in: the moment it began."""
        epoch = datetime(2000, 1, 1, tzinfo=UTC) + self.offset
        begun = epoch + (now - epoch) // self.length * self.length
        return begun.isoformat(timespec="minutes")


@dataclass(frozen=True)
class JobKind:
    """A kind of job. `work` may be called again after it was killed half-way, so its effect must be idempotent."""

    name: str
    #: Does the work and returns the result in one line.
    work: Callable[[JobRun], str]
    period: Period | None = None


class JobKinds:
    """The kinds that a process knows. It takes no others, so hosts of two versions can share a queue."""

    def __init__(self, kinds: Iterable[JobKind]) -> None:
        """Know `kinds` by their names."""
        self._kinds = {kind.name: kind for kind in kinds}

    def find(self, name: str) -> JobKind | None:
        """Return the kind with this name."""
        return self._kinds.get(name)

    def list_periods(self, now: datetime) -> list[tuple[str, str]]:
        """Return kind and present period of all periodic work."""
        return [
            (kind.name, kind.period.name_at(now))
            for kind in self._kinds.values()
            if kind.period is not None
        ]
