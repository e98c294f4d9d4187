"""Fault injection: the server is killed repeatedly while people answer.

People answer without a pause. A client that gets no reply sends the same page again until it is acknowledged,
as the page does in a browser. At the end exactly the acknowledged answers must be stored: fewer means lost
answers, more means doubled ones.
"""

import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select, text

from lab.benchmarks.quiz_client import QuizClient, RequestRefused
from lab.benchmarks.servers import (
    find_free_port,
    kill_server,
    launch_server,
    worker_pids,
)
from lab.benchmarks.timing import Percentiles
from quiz.core.db import make_engine, open_session
from quiz.errors import NotNow
from quiz.sittings.models import Answer, AttemptItem, Sitting

#: system calls at which a worker is killed: a write, a flush to disk, a send; with PostgreSQL a worker only sends
SYSTEM_CALLS = {
    "sqlite": ("pwrite64", "fsync,fdatasync", "sendto"),
    "postgresql": ("sendto",),
}
MAX_CALL_NUMBER = 30
#: how long strace waits for that call
WATCH_SECONDS = 15.0
#: pause between faults, in seconds
PAUSE_SECONDS = (0.1, 0.8)
RETRY_SECONDS = 0.05
#: longest wait for an acknowledgement or a fault, in seconds
PATIENCE_SECONDS = 60.0

T = TypeVar("T")


@dataclass(frozen=True)
class FaultsResult:
    """Results of a load test."""

    kills: int
    #: workers killed during a system call
    calls: int
    answers: int
    #: answers that were sent again
    again: int
    lost: int
    doubled: int
    #: people who never got an acknowledgement
    stuck: int
    #: result of the database's integrity check
    integrity: str
    #: seconds from a fault to the next acknowledged answer
    back: Percentiles | None


class _StuckError(Exception):
    """No acknowledgement arrived in time."""


@dataclass
class AnswerLedger:
    """Acknowledged answers of all clients, guarded by a lock."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    again: int = 0
    stuck: int = 0
    latest: float = 0.0
    stop: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def record_answer(self, path: str) -> None:
        """Count an acknowledged answer of the sitting at `path`."""
        with self.lock:
            self.acknowledged[path.rpartition("/")[2]] += 1
            self.latest = time.monotonic()


@dataclass
class ServerProgram:
    """The app on one port, across restarts."""

    database_url: str
    data: Path
    port: int
    process: "subprocess.Popen[bytes]"

    def kill_and_restart(self) -> None:
        """Kill the server and start it again."""
        kill_server(self.process)
        self.process = launch_server(
            "app", "trigpoint", self.database_url, self.data, self.port
        )

    def kill_at_call(self, call: str, number: int) -> bool:
        """Kill a worker at its `number`-th system call of a name; return whether that happened."""
        worker = worker_pids(self.process.pid)[0]
        inject = f"inject={call}:signal=SIGKILL:when={number}"
        strace = ["strace", "-qq", "-f", "-p", str(worker), f"-etrace={call}"]
        watched = subprocess.Popen(
            [*strace, "-e", inject],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            watched.wait(WATCH_SECONDS)
        except subprocess.TimeoutExpired:
            # The worker made fewer such calls.
            watched.terminate()
            watched.wait()
            return False
        return True


def inject_faults(
    database_url: str, data: Path, *, kills: int, calls: int, people: int, seed: int
) -> FaultsResult:
    """Kill the whole server and single workers, a number of times each, while people answer.

    Raises
    ------
    NotNow
        When calls are asked for and `strace` is not installed.
    """
    if calls and shutil.which("strace") is None:
        raise NotNow(
            "Killing at system calls needs strace: install it, or say --calls 0."
        )
    rng = random.Random(seed)  # noqa: S311  # made-up moments
    ledger = AnswerLedger()
    names = SYSTEM_CALLS[
        "sqlite" if database_url.startswith("sqlite") else "postgresql"
    ]
    faults = ["kill"] * kills + [names[n % len(names)] for n in range(calls)]
    rng.shuffle(faults)
    with (
        _run_program(database_url, data) as program,
        _run_clients(program, ledger, people),
    ):
        injected = [
            (fault, back)
            for fault in faults
            if (back := _inject_fault(program, ledger, fault, rng)) is not None
        ]
    stored = _count_stored_answers(database_url)
    acknowledged = ledger.acknowledged
    return FaultsResult(
        kills=sum(fault == "kill" for fault, _ in injected),
        calls=sum(fault != "kill" for fault, _ in injected),
        answers=acknowledged.total(),
        again=ledger.again,
        lost=(acknowledged - stored).total(),
        doubled=(stored - acknowledged).total(),
        stuck=ledger.stuck,
        integrity=_check_integrity(database_url),
        back=Percentiles.from_values([back for _, back in injected])
        if injected
        else None,
    )


@contextmanager
def _run_program(database_url: str, data: Path) -> Iterator[ServerProgram]:
    port = find_free_port()
    process = launch_server("app", "trigpoint", database_url, data, port)
    program = ServerProgram(database_url, data, port, process)
    try:
        yield program
    finally:
        kill_server(program.process)


@contextmanager
def _run_clients(
    program: ServerProgram, ledger: AnswerLedger, count: int
) -> Iterator[None]:
    """Run clients until the block is left and each has its last acknowledgement."""
    threads = [
        threading.Thread(
            target=_answer_until_stopped, args=(program.port, ledger), daemon=True
        )
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ledger.stop = True
        for thread in threads:
            thread.join(PATIENCE_SECONDS)


def _inject_fault(
    program: ServerProgram, ledger: AnswerLedger, fault: str, rng: random.Random
) -> float | None:
    """Inject a fault; return the seconds until the next acknowledgement, None when it did not occur."""
    time.sleep(rng.uniform(*PAUSE_SECONDS))
    if fault == "kill":
        started = time.monotonic()
        program.kill_and_restart()
    else:
        if not program.kill_at_call(fault, rng.randint(1, MAX_CALL_NUMBER)):
            return None
        started = time.monotonic()
    while ledger.latest < started and time.monotonic() < started + PATIENCE_SECONDS:
        time.sleep(0.005)
    return max(ledger.latest, started) - started


def _answer_until_stopped(port: int, ledger: AnswerLedger) -> None:
    try:
        while not ledger.stop:
            with QuizClient(port) as visitor:
                _take_sitting(visitor, ledger)
    except _StuckError:
        with ledger.lock:
            ledger.stuck += 1


def _take_sitting(visitor: QuizClient, ledger: AnswerLedger) -> None:
    """Take a sitting until no question is left, or until it is time to stop."""
    _retry_until_acknowledged(visitor, visitor.begin_sitting, ledger)
    while not ledger.stop:
        path = visitor.path
        if _retry_until_acknowledged(visitor, visitor.answer_question, ledger) is None:
            return
        ledger.record_answer(path)


def _retry_until_acknowledged(
    visitor: QuizClient, act: Callable[[], T], ledger: AnswerLedger
) -> T:
    """Do something again until the server acknowledges it.

    Raises
    ------
    _StuckError
        When no acknowledgement comes.
    """
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        try:
            return act()
        except (OSError, HTTPException, RequestRefused):
            visitor.drop_connection()
            with ledger.lock:
                ledger.again += 1
            time.sleep(RETRY_SECONDS)
    raise _StuckError


def _count_stored_answers(database_url: str) -> Counter[str]:
    """Return how many answers are stored, by the key of the sitting."""
    counted = (
        select(Sitting.key, func.count(Answer.id))
        .join(AttemptItem, AttemptItem.sitting_id == Sitting.id)
        .join(Answer, Answer.position_id == AttemptItem.id)
        .group_by(Sitting.key)
    )
    engine = make_engine(database_url)
    try:
        with open_session(engine, writes=False) as session:
            return Counter({row[0]: row[1] for row in session.execute(counted)})
    finally:
        engine.dispose()


def _check_integrity(database_url: str) -> str:
    """Return what SQLite finds in its own file; PostgreSQL recovers before it answers at all."""
    engine = make_engine(database_url)
    try:
        if engine.dialect.name != "sqlite":
            return "not asked"
        with engine.connect() as connection:
            found: str = connection.execute(text("PRAGMA integrity_check")).scalar_one()
            return found
    finally:
        engine.dispose()
