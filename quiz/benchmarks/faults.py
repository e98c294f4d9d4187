"""Answers while the server is killed again and again: what was acknowledged must be there, once.

People answer without a pause. Whoever gets no answer sends the same page again until it is acknowledged, as
the page itself does in a browser. So at the end exactly what was acknowledged must be stored: less is lost,
more is doubled.
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

from quiz.benchmarks.measure import Spread
from quiz.benchmarks.serving import free_port, kill, launch, workers_of
from quiz.benchmarks.visitor import Refused, Visitor
from quiz.db import make_engine, open_session
from quiz.errors import NotNow
from quiz.sittings.models import Answer, Position, Sitting

#: where a worker is killed: at its so many-th write, flush to disk, or word over the network; with PostgreSQL
#: a worker writes to the network alone
CALLS = {"sqlite": ("pwrite64", "fsync,fdatasync", "sendto"), "postgresql": ("sendto",)}
LATEST_CALL = 30
#: so long a worker is watched for that call
WATCH_SECONDS = 15.0
#: between blows people answer for a while, in seconds
PAUSE = (0.1, 0.8)
RETRY_SECONDS = 0.05
#: nobody waits longer for an acknowledgement, or for a blow to fall
PATIENCE_SECONDS = 60.0

T = TypeVar("T")


@dataclass(frozen=True)
class FaultsResult:
    """What came of it."""

    kills: int
    #: workers killed in the middle of a system call
    calls: int
    answers: int
    #: answers that had to be sent again
    again: int
    lost: int
    doubled: int
    #: people who never got an acknowledgement
    stuck: int
    #: what the database's own check says
    integrity: str
    #: seconds from a blow to the next acknowledged answer of anybody
    back: Spread | None


class _StuckError(Exception):
    """No acknowledgement came in all the time there was."""


@dataclass
class Ledger:
    """What all people were told, gathered under a lock."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    again: int = 0
    stuck: int = 0
    latest: float = 0.0
    stop: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, path: str) -> None:
        """Note an acknowledged answer of the sitting at `path`."""
        with self.lock:
            self.acknowledged[path.rpartition("/")[2]] += 1
            self.latest = time.monotonic()


@dataclass
class Program:
    """The app on one port, from start to start."""

    database_url: str
    data: Path
    port: int
    process: "subprocess.Popen[bytes]"

    def kill(self) -> None:
        """Kill all of it and start it anew."""
        kill(self.process)
        self.process = launch(
            "app", "gunicorn", self.database_url, self.data, self.port
        )

    def kill_at(self, call: str, number: int) -> bool:
        """Kill a worker at its `number`-th system call of a name; say whether that came."""
        worker = workers_of(self.process.pid)[0]
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
            # This worker does not make that call so often.
            watched.terminate()
            watched.wait()
            return False
        return True


def faults(
    database_url: str, data: Path, *, kills: int, calls: int, people: int, seed: int
) -> FaultsResult:
    """Kill the whole program so many times, and workers at so many system calls, while people answer.

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
    ledger = Ledger()
    names = CALLS["sqlite" if database_url.startswith("sqlite") else "postgresql"]
    blows = ["kill"] * kills + [names[n % len(names)] for n in range(calls)]
    rng.shuffle(blows)
    with _running(database_url, data) as program, _people(program, ledger, people):
        fallen = [
            (blow, back)
            for blow in blows
            if (back := _blow(program, ledger, blow, rng)) is not None
        ]
    stored = _stored(database_url)
    told = ledger.acknowledged
    return FaultsResult(
        kills=sum(blow == "kill" for blow, _ in fallen),
        calls=sum(blow != "kill" for blow, _ in fallen),
        answers=told.total(),
        again=ledger.again,
        lost=(told - stored).total(),
        doubled=(stored - told).total(),
        stuck=ledger.stuck,
        integrity=_integrity(database_url),
        back=Spread.of([back for _, back in fallen]) if fallen else None,
    )


@contextmanager
def _running(database_url: str, data: Path) -> Iterator[Program]:
    port = free_port()
    process = launch("app", "gunicorn", database_url, data, port)
    program = Program(database_url, data, port, process)
    try:
        yield program
    finally:
        kill(program.process)


@contextmanager
def _people(program: Program, ledger: Ledger, count: int) -> Iterator[None]:
    """Let people answer until the block is left and each has been told of the last answer."""
    threads = [
        threading.Thread(target=_person, args=(program.port, ledger), daemon=True)
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


def _blow(
    program: Program, ledger: Ledger, blow: str, rng: random.Random
) -> float | None:
    """Let one blow fall; return the seconds until somebody is answered again, None when it did not fall."""
    time.sleep(rng.uniform(*PAUSE))
    if blow == "kill":
        begun = time.monotonic()
        program.kill()
    else:
        if not program.kill_at(blow, rng.randint(1, LATEST_CALL)):
            return None
        begun = time.monotonic()
    while ledger.latest < begun and time.monotonic() < begun + PATIENCE_SECONDS:
        time.sleep(0.005)
    return max(ledger.latest, begun) - begun


def _person(port: int, ledger: Ledger) -> None:
    try:
        while not ledger.stop:
            with Visitor(port) as visitor:
                _sitting(visitor, ledger)
    except _StuckError:
        with ledger.lock:
            ledger.stuck += 1


def _sitting(visitor: Visitor, ledger: Ledger) -> None:
    """Take a sitting until no question is left, or until it is time to stop."""
    _until_told(visitor, visitor.begin, ledger)
    while not ledger.stop:
        path = visitor.path
        if _until_told(visitor, visitor.answer, ledger) is None:
            return
        ledger.note(path)


def _until_told(visitor: Visitor, act: Callable[[], T], ledger: Ledger) -> T:
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
        except (OSError, HTTPException, Refused):
            visitor.rest()
            with ledger.lock:
                ledger.again += 1
            time.sleep(RETRY_SECONDS)
    raise _StuckError


def _stored(database_url: str) -> Counter[str]:
    """Return how many answers are stored, by the key of the sitting."""
    counted = (
        select(Sitting.key, func.count(Answer.id))
        .join(Position, Position.sitting_id == Sitting.id)
        .join(Answer, Answer.position_id == Position.id)
        .group_by(Sitting.key)
    )
    engine = make_engine(database_url)
    try:
        with open_session(engine, writes=False) as session:
            return Counter({row[0]: row[1] for row in session.execute(counted)})
    finally:
        engine.dispose()


def _integrity(database_url: str) -> str:
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
