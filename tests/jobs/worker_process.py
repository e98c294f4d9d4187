"""A worker as a process of its own, which can be told to kill itself at a stage of a job.

    python -m tests.jobs.worker_process DATABASE_URL DATA_FOLDER [STAGE]

The job counts to five: each step is a row that is there once, however often the step is done, and a line in a file
that says how often it was.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite

from quiz.config import Settings
from quiz.core.db import make_engine
from quiz.jobs.consumer import JobConsumer, Sweep
from quiz.jobs.kinds import JobKind, JobKinds, JobRun
from quiz.jobs.queue import JobQueue
from quiz.jobs.running import JobRunner
from quiz.web.models import LimitCounter

STAGES = ("before the claim", "after the claim", "in the middle", "after the effect")
STEPS = 5
LEASE, BEAT = timedelta(seconds=1.5), timedelta(seconds=0.2)


def die_at(stage: str) -> None:
    """Kill this process, with no chance to say goodbye, if it was told to die at this stage."""
    if sys.argv[3:] == [stage]:
        os.kill(os.getpid(), signal.SIGKILL)


def count_to_five(run: JobRun) -> str:
    """Do five steps."""
    die_at("after the claim")
    pause = float(run.arguments.get("pause", 0))
    for step in range(STEPS):
        if step == STEPS // 2:
            die_at("in the middle")
        run.report_progress(step, STEPS)
        time.sleep(pause)
        do_step(run, step)
    die_at("after the effect")
    return "counted to five"


def do_step(run: JobRun, step: int) -> None:
    """Add the row of a step unless it is there."""
    dialect = sqlite if run.engine.dialect.name == "sqlite" else postgresql
    with run.transaction() as session:
        session.connection().execute(
            dialect.insert(LimitCounter)
            .values(key=f"{run.key}:{step}", amount=1, expires_at=run.now)
            .on_conflict_do_nothing()
        )
    with (run.settings.data_folder / "steps").open("a") as file:
        file.write(f"{step}\n")


def main() -> None:
    """Consume until SIGTERM."""
    settings = Settings(
        data_folder=Path(sys.argv[2]),
        database_url=sys.argv[1],
        secret_key="only for tests " * 4,
    )
    engine = make_engine(settings.database_url)
    kinds = JobKinds([JobKind("count", count_to_five)])
    queue = JobQueue(settings)
    stopping: list[JobConsumer] = []

    def is_stopping() -> bool:
        return any(consumer.stop_flag.is_set() for consumer in stopping)

    runner = JobRunner(engine, settings, kinds, is_stopping, lease=LEASE, beat=BEAT)

    def run(key: str) -> None:
        die_at("before the claim")
        runner.run(key)

    queue.handle(run, Sweep(engine, kinds, queue.send))
    consumer = JobConsumer(queue)
    stopping.append(consumer)
    # The scheduler sweeps at its start and then every half second.
    consumer.scheduler_class.periodic_task_seconds = 0.5
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    consumer.run()


if __name__ == "__main__":
    main()
