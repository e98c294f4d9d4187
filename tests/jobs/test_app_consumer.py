"""The app runs jobs by itself: one process beside the web workers, which comes back when it is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from quiz.core.db import make_engine, open_session
from quiz.jobs.arbiter import PROCESS_NAME
from quiz.jobs.models import Job, JobState
from tests import browsers, databases
from tests.faults.visitor import Server, wait_until


def jobs_process(server: Server) -> int | None:
    """Return the number of the process for jobs."""
    assert server.process is not None
    pid = server.process.pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with suppress(OSError):
            if Path(f"/proc/{child}/comm").read_text().strip() == PROCESS_NAME:
                return int(child)
    return None


def find_jobs(url: str) -> list[Job]:
    engine = make_engine(url)
    with open_session(engine, writes=False) as session:
        jobs = list(session.scalars(select(Job)))
    engine.dispose()
    return jobs


def all_done(url: str) -> bool:
    jobs = find_jobs(url)
    return bool(jobs) and all(job.state == JobState.DONE for job in jobs)


@pytest.fixture
def hosts(
    new_database: Callable[[str], str], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[list[Server]]:
    """Return two hosts on one database, not started; their data folders are their own where a host has its own."""
    url = databases.with_tables(new_database(f"h{abs(hash(request.node.name))}"))
    servers = []
    for name in ("one", "two"):
        folder = tmp_path / ("shared" if url.startswith("sqlite") else name)
        folder.mkdir(exist_ok=True)
        servers.append(Server(url, folder))
    yield servers
    for server in servers:
        server.kill()


def test_periodic_work_is_done_once_by_two_hosts(hosts: list[Server]) -> None:
    for host in hosts:
        host.start()
    url = hosts[0].database_url

    wait_until(lambda: all_done(url))

    periods = [(job.kind, job.period) for job in find_jobs(url)]
    assert len(periods) == len(set(periods))
    assert {job.attempts for job in find_jobs(url)} == {1}


def test_the_process_for_jobs_comes_back_and_goes_with_its_parent(
    hosts: list[Server],
) -> None:
    host = hosts[0]
    host.start()
    wait_until(lambda: jobs_process(host) is not None)
    first = jobs_process(host)
    assert first is not None

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: jobs_process(host) not in {None, first})

    second = jobs_process(host)
    assert host.process is not None
    host.process.kill()
    host.process.wait()
    wait_until(lambda: not Path(f"/proc/{second}").exists())


def test_the_app_stops_in_good_order_with_its_jobs(hosts: list[Server]) -> None:
    host = hosts[0]
    host.start()
    wait_until(lambda: jobs_process(host) is not None)
    pid = jobs_process(host)
    assert host.process is not None

    host.process.terminate()

    assert host.process.wait(20) == 0
    assert not Path(f"/proc/{pid}").exists()


def test_a_worker_of_its_own_runs_jobs_without_the_app(hosts: list[Server]) -> None:
    host = hosts[0]
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "quiz", "worker", f"--data={host.data}"],
        env=browsers.environment(host.database_url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    wait_until(lambda: all_done(host.database_url))

    worker.terminate()
    assert worker.wait(20) == 0


def test_a_worker_refuses_a_database_without_tables(tmp_path: Path) -> None:
    tried = subprocess.run(
        [sys.executable, "-P", "-m", "quiz", "worker", f"--data={tmp_path}"],
        env=browsers.environment(f"sqlite:///{tmp_path}/empty.sqlite3"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert tried.returncode == 1
    assert "trigpoint db upgrade" in tried.stderr
