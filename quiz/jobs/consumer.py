"""The consumer: takes keys from the queue, runs the jobs, and sweeps once a minute."""

import logging
import os
import signal
from collections.abc import Callable

from huey.consumer import Consumer
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from quiz.config import Settings
from quiz.core.db import open_session
from quiz.jobs import queries, services
from quiz.jobs.kinds import JobKinds
from quiz.jobs.queue import JobQueue
from quiz.jobs.running import JobRunner

log = logging.getLogger(__name__)

WORKERS = 2
#: An idle worker on SQLite looks into the queue at least so often.
MAX_POLL_SECONDS = 1.0
#: Time to report progress once more and stop. Less than systemd and container engines wait.
SHUTDOWN_SECONDS = 8.0


class Sweep:
    """Takes back what silent workers held, adds periodic work, and sends what is due."""

    def __init__(
        self, engine: Engine, kinds: JobKinds, send: Callable[[str], None]
    ) -> None:
        """Sweep the jobs of a database; `send` hands a key to the queue."""
        self.engine, self.kinds, self.send = engine, kinds, send

    def __call__(self) -> None:
        """Sweep once. Two processes may do so at the same time."""
        try:
            keys = self._take_keys()
        except DBAPIError as error:
            log.warning("the sweep of jobs waits for the next minute: %s", error)
            return
        for key in keys:
            self.send(key)

    def _take_keys(self) -> list[str]:
        with open_session(self.engine, writes=False) as session:
            now = queries.read_database_clock(session)
            periods = self.kinds.list_periods(now)
            missing = set(periods) - queries.list_known_periods(session, periods)
            troubled = queries.list_abandoned_jobs(session, now=now)
            due = queries.list_due_keys(session, now=now)
        # Most minutes there is nothing to do, and no lock is taken.
        if not (missing or troubled or due):
            return []
        with open_session(self.engine, writes=True) as session, session.begin():
            released = services.release_abandoned_jobs(session, now=now)
            if released:
                log.warning("%s jobs of silent workers wait again", released)
            for kind, period in sorted(missing):
                services.add_periodic_job(session, kind, period, now=now)
            return services.take_due_keys(session, now=now)


class JobConsumer(Consumer):
    """Huey's consumer in a process of its own; it stops in good order on SIGTERM, and when its parent is gone."""

    def __init__(self, queue: JobQueue, *, parent: int | None = None) -> None:
        """Consume `queue`; with `parent`, only as long as that process lives."""
        self.parent = parent
        super().__init__(
            queue.huey,
            workers=WORKERS,
            max_delay=MAX_POLL_SECONDS,
            graceful_signal="TERM",
            shutdown_timeout=SHUTDOWN_SECONDS,
        )

    def loop(self, health_check_ts: float | None = None) -> float | None:
        """Look after the workers, and stop when the parent was killed."""
        if self.parent is not None and os.getppid() != self.parent:
            os.kill(os.getpid(), signal.SIGTERM)
        checked: float | None = super().loop(health_check_ts)
        return checked

    def _set_signal_handlers(self) -> None:
        super()._set_signal_handlers()
        # Ctrl+C reaches every process of a terminal; those with a parent are told by it.
        how = signal.SIG_IGN if self.parent is not None else self._handle_stop
        signal.signal(signal.SIGINT, how)
        # Huey would start the command line again.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _handle_stop(self, _signum: int, frame: object) -> None:
        self._handle_signal(signal.SIGTERM, frame)


def build_consumer(
    engine: Engine,
    settings: Settings,
    kinds: JobKinds,
    *,
    parent: int | None = None,
) -> JobConsumer:
    """Return a consumer for the jobs of a database; `run` blocks until it is stopped."""
    stopping: list[JobConsumer] = []

    def is_stopping() -> bool:
        return any(consumer.stop_flag.is_set() for consumer in stopping)

    queue = JobQueue(settings)
    queue.handle(
        JobRunner(engine, settings, kinds, is_stopping).run,
        Sweep(engine, kinds, queue.send),
    )
    consumer = JobConsumer(queue, parent=parent)
    stopping.append(consumer)
    return consumer
