"""A load test: many people at once who think before each answer."""

import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from sqlalchemy import func, select

from lab.benchmarks.quiz_client import QuizClient, RequestRefused
from lab.benchmarks.servers import RunningServer
from lab.benchmarks.timing import Percentiles, cpu_seconds
from quiz.core.db import make_engine, open_session
from quiz.sittings.models import Answer

THINK_SECONDS = (15.0, 45.0)


@dataclass
class LoadTally:
    """Counts over all clients, guarded by a lock."""

    seconds: list[float] = field(default_factory=list)
    acknowledged: int = 0
    errors: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class LoadResult:
    """Results of a load test."""

    #: ms from answer to next question; None when no answer was accepted
    answers: Percentiles | None
    per_second: float
    errors: int
    #: answers acknowledged but not stored, and stored more often than acknowledged
    lost: int
    doubled: int
    cpu_share: float


def run_load_test(
    served: RunningServer,
    database_url: str,
    *,
    people: int,
    seconds: float,
    think: tuple[float, float] = THINK_SECONDS,
) -> LoadResult:
    """Let a number of people answer for some seconds, each thinking within a range before every answer."""
    tally = LoadTally()
    stop = time.monotonic() + seconds
    before, cpu = _count_answers(database_url), cpu_seconds(served.pid)
    threads = [
        threading.Thread(
            target=_run_client,
            args=(served.port, tally, stop, number, think),
            daemon=True,
        )
        for number in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(stop - time.monotonic(), 0) + 90)
    stored = _count_answers(database_url) - before
    return LoadResult(
        Percentiles.from_values(
            [1000 * seconds_taken for seconds_taken in tally.seconds]
        )
        if tally.seconds
        else None,
        tally.acknowledged / seconds,
        tally.errors,
        max(tally.acknowledged - stored, 0),
        # An answer that ended in an error may or may not have been stored.
        max(stored - tally.acknowledged - tally.errors, 0),
        (cpu_seconds(served.pid) - cpu) / seconds,
    )


def _run_client(
    port: int, tally: LoadTally, stop: float, number: int, think: tuple[float, float]
) -> None:
    rng = random.Random(number)  # noqa: S311  # made-up people
    # Arrivals are spread over the first third of the time.
    time.sleep(rng.uniform(0, min(think[1], max(stop - time.monotonic(), 0) / 3)))
    try:
        while _take_sitting(port, tally, stop, rng, think):
            pass
    except (OSError, HTTPException, RequestRefused):
        with tally.lock:
            tally.errors += 1


def _take_sitting(
    port: int,
    tally: LoadTally,
    stop: float,
    rng: random.Random,
    think: tuple[float, float],
) -> bool:
    """Take a sitting and return whether there is time for another."""
    with QuizClient(port) as visitor:
        visitor.begin_sitting()
        while True:
            pause = rng.uniform(*think)
            if time.monotonic() + pause >= stop:
                return False
            visitor.drop_connection()
            time.sleep(pause)
            took = visitor.answer_question()
            if took is None:
                return True
            with tally.lock:
                tally.seconds.append(took)
                tally.acknowledged += 1


def _count_answers(database_url: str) -> int:
    engine = make_engine(database_url)
    try:
        with open_session(engine, writes=False) as session:
            return session.scalar(select(func.count()).select_from(Answer)) or 0
    finally:
        engine.dispose()
