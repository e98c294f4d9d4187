"""Running one job: claim it, hold its lease while the work goes on, and write down how it ended."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quiz.config import Settings
from quiz.core.db import open_session
from quiz.errors import TrigpointError
from quiz.jobs import queries, services
from quiz.jobs.kinds import JobKinds, JobRun, JobStopped
from quiz.jobs.models import JobState
from quiz.jobs.services import JobClaim

log = logging.getLogger(__name__)

#: A worker that was silent for so long is taken to be dead.
LEASE = timedelta(seconds=60)
#: How often a worker writes progress and asks whether it should stop.
BEAT = timedelta(seconds=2)


@dataclass(frozen=True)
class JobRunner:
    """Runs jobs of the kinds it knows, one call for each."""

    engine: Engine
    settings: Settings
    kinds: JobKinds
    #: Says that this process is asked to stop.
    is_stopping: Callable[[], bool] = lambda: False
    lease: timedelta = LEASE
    beat: timedelta = BEAT

    def run(self, key: str) -> None:
        """Run the job with this key; one that is not waiting any more, or of an unknown kind, is left alone."""
        claim = self._claim(key)
        if claim is None:
            return
        run = JobRun(
            claim.key,
            claim.arguments,
            self.engine,
            self.settings,
            now=self._now(),
        )
        with self._heartbeat(claim, run):
            self._work(claim, run)

    def _work(self, claim: JobClaim, run: JobRun) -> None:
        kind = self.kinds.find(claim.kind)
        if kind is None:
            raise LookupError(claim.kind)
        log.info("job %s (%s), attempt %s", claim.key, claim.kind, claim.attempts)
        with ExitStack() as on_error:
            # Any error but those named here goes on to the consumer, which logs it.
            on_error.callback(
                self._settle,
                claim,
                partial(
                    services.record_failure,
                    message="an error; see the log of the worker",
                ),
            )
            try:
                ending = partial(services.complete_job, message=kind.work(run))
            except JobStopped:
                # The row says why: cancelled, lost to another worker, or neither.
                ending = partial(services.return_job)
            except TrigpointError as error:
                log.warning("job %s (%s) failed: %s", claim.key, claim.kind, error)
                ending = partial(services.refuse_job, message=str(error))
            on_error.pop_all()
        self._settle(claim, ending)

    def _settle(self, claim: JobClaim, ending: Callable[..., bool]) -> None:
        with self._transaction() as session:
            now = queries.read_database_clock(session)
            if not ending(session, claim, now=now):
                log.warning("job %s is no longer held by this worker", claim.key)

    def _claim(self, key: str) -> JobClaim | None:
        with self._transaction() as session:
            job = queries.find_job(session, key)
            if job is None or self.kinds.find(job.kind) is None:
                return None
            now = queries.read_database_clock(session)
            return services.claim_job(session, key, now=now, lease=self.lease)

    def _now(self) -> datetime:
        with open_session(self.engine, writes=False) as session:
            return queries.read_database_clock(session)

    @contextmanager
    def _heartbeat(self, claim: JobClaim, run: JobRun) -> Iterator[None]:
        heart = Heartbeat(self, claim, run)
        thread = threading.Thread(target=heart.beat_until_done, daemon=True)
        thread.start()
        try:
            yield
        finally:
            heart.finished.set()
            thread.join()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with open_session(self.engine, writes=True) as session, session.begin():
            yield session


class Heartbeat:
    """Keeps the lease of a running job and learns whether the job should stop."""

    def __init__(self, runner: JobRunner, claim: JobClaim, run: JobRun) -> None:
        """Watch over `run`; nothing happens before `beat_until_done` is called."""
        self.runner, self.claim, self.run = runner, claim, run
        self.finished = threading.Event()

    def beat_until_done(self) -> None:
        """Write progress and read the state at every beat, until the work is over."""
        while not self.finished.wait(self.runner.beat.total_seconds()):
            if self.runner.is_stopping():
                self.run.stopped.set()
            try:
                self._renew()
            except DBAPIError as error:
                # The lease lasts for several beats; a busy database has time to come back.
                log.warning(
                    "the lease of job %s was not renewed: %s", self.claim.key, error
                )

    def _renew(self) -> None:
        with open_session(self.runner.engine, writes=True) as session, session.begin():
            state = services.renew_lease(
                session,
                self.claim,
                progress=(self.run.done, self.run.total),
                now=queries.read_database_clock(session),
                lease=self.runner.lease,
            )
        # Cancelled, or another worker has it.
        if state != JobState.RUNNING:
            self.run.stopped.set()
