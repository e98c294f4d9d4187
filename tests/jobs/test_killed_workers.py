"""A real worker is killed at each stage of a job, and another finishes it: once, whole, without a hand."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from quiz.config import Settings
from quiz.core.db import make_engine, open_session
from quiz.jobs import queries, services
from quiz.jobs.models import Job, JobState
from quiz.jobs.queue import JobQueue
from quiz.web.models import LimitCounter
from tests import databases
from tests.jobs.worker_process import STAGES, STEPS

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 40


@dataclass
class Site:
    """A database with a queue, and workers started on it."""

    engine: Engine
    settings: Settings

    @contextmanager
    def worker(self, *stage: str) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a worker in a process of its own."""
        command = [sys.executable, "-m", "tests.jobs.worker_process"]
        process = subprocess.Popen(
            [
                *command,
                self.settings.database_url,
                str(self.settings.data_folder),
                *stage,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def add(self, **arguments: float) -> str:
        """Add a job that counts to five, and send it."""
        queue = JobQueue(self.settings)
        with open_session(self.engine, writes=True) as session, session.begin():
            now = queries.read_database_clock(session)
            job = services.add_job(session, "count", arguments, now=now)  # type: ignore[arg-type]  # a pause in seconds
            queue.send_after_commit(session, job.key)
        queue.huey.storage.close()
        return job.key

    def make_due(self) -> None:
        """Let a minute pass: a message that was lost with its worker is sent again after it."""
        with open_session(self.engine, writes=True) as session, session.begin():
            for job in session.scalars(select(Job)):
                job.due_at -= timedelta(minutes=2)

    def find(self, key: str) -> Job:
        """Return the row of a job."""
        with open_session(self.engine, writes=False) as session:
            job = queries.find_job(session, key)
            assert job is not None
            return job

    def wait_for(self, key: str, *states: JobState) -> Job:
        """Return the row of a job once it is in one of these states."""
        until = time.monotonic() + PATIENCE_SECONDS
        while (job := self.find(key)).state not in states:
            assert time.monotonic() < until, f"still {job.state}"
            time.sleep(0.05)
        return job

    def count_effects(self) -> int:
        """Return how many rows of steps there are."""
        with open_session(self.engine, writes=False) as session:
            return session.scalar(select(func.count()).select_from(LimitCounter)) or 0


@pytest.fixture
def site(
    new_database: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """Return an installation without a worker."""
    url = databases.with_tables(new_database(f"k{abs(hash(request.node.name))}"))
    settings = Settings(
        data_folder=tmp_path, database_url=url, secret_key="only for tests " * 4
    )
    engine = make_engine(url)
    yield Site(engine, settings)
    engine.dispose()


@pytest.mark.parametrize("stage", STAGES)
def test_a_job_is_taken_up_again_wherever_its_worker_was_killed(
    site: Site, stage: str
) -> None:
    key = site.add()
    with site.worker(stage) as process:
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    site.make_due()

    with site.worker():
        job = site.wait_for(key, JobState.DONE, JobState.FAILED)

    assert job.state == JobState.DONE
    assert job.message == "counted to five"
    assert site.count_effects() == STEPS
    assert job.attempts == (1 if stage == STAGES[0] else 2)


def test_two_workers_do_a_job_once(site: Site) -> None:
    keys = [site.add() for _ in range(6)]

    with site.worker(), site.worker():
        for key in keys:
            site.wait_for(key, JobState.DONE)

    steps = (site.settings.data_folder / "steps").read_text().split()
    assert len(steps) == 6 * STEPS


def test_a_cancelled_job_stops_and_says_so(site: Site) -> None:
    key = site.add(pause=0.5)
    with site.worker():
        job = site.wait_for(key, JobState.RUNNING)
        with open_session(site.engine, writes=True) as session, session.begin():
            services.cancel_job(session, job, now=job.created_at)

        assert site.wait_for(key, JobState.CANCELLED, JobState.DONE).state == (
            JobState.CANCELLED
        )

    assert site.count_effects() < STEPS


def test_a_worker_that_is_told_to_stop_hands_its_job_back(site: Site) -> None:
    key = site.add(pause=0.5)
    with site.worker() as process:
        site.wait_for(key, JobState.RUNNING)
        time.sleep(0.3)
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
    job = site.find(key)

    assert job.state == JobState.WAITING
    assert job.failures == 0
    with site.worker():
        assert site.wait_for(key, JobState.DONE).message == "counted to five"


def test_progress_is_written_while_the_work_goes_on(site: Site) -> None:
    key = site.add(pause=0.5)
    with site.worker():
        site.wait_for(key, JobState.RUNNING)
        seen = set()
        while (job := site.find(key)).state == JobState.RUNNING:
            seen.add(job.done)
            time.sleep(0.1)

    assert len(seen) >= 3
    assert job.total == STEPS
