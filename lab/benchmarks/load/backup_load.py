"""A backup of a large database while people answer: how long it takes, and how long they wait."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
    true,
)

from lab.benchmarks.load.load_test import LoadResult, run_load_test
from lab.benchmarks.servers import RunningServer, run_server
from lab.benchmarks.timing import Percentiles
from quiz.bank.parsing.bank_folder import load_bank
from quiz.config import assets_folder
from quiz.core.clock import utc_now
from quiz.core.db import make_engine, open_session
from quiz.operations.backup import verify_backup
from quiz.operations.backups.loading import set_sequences
from quiz.operations.backups.restore import restore_backup
from quiz.operations.example_person import make_example
from quiz.sittings.assessment.context import AssessmentContext

#: Rows of one sitting keep their distance from those of the next.
STRIDE = 1000
#: Copies of the example sitting that are made at once.
BLOCK = 2000
#: Table -> which of its columns move on with each copy, and by how many.
COPIED = {
    "person": {"id": 1},
    "sitting": {"id": 1, "person_id": 1},
    "area_result": {"id": STRIDE, "sitting_id": 1},
    "position": {"id": STRIDE, "sitting_id": 1},
    "answer": {"id": STRIDE, "position_id": STRIDE},
}


@dataclass(frozen=True)
class BackupCost:
    """What a backup costs those who make it and those who answer meanwhile."""

    #: ms that people wait for the next question, without a backup and with one after another
    without: Percentiles | None
    during: Percentiles | None
    errors: int
    lost: int
    megabytes: float
    rows: int
    #: seconds of each backup that ran from beginning to end
    backups: list[float]
    file_megabytes: float
    verify_seconds: float
    restore_seconds: float


def measure_backup(
    url: str, data: Path, *, megabytes: float, people: int, seconds: float
) -> BackupCost:
    """Fill a database, let people answer without and with a backup, and restore it into a new SQLite file."""
    engine = make_engine(url)
    fill_database(engine, megabytes)
    size, rows = database_megabytes(engine), _count_answers(engine)
    engine.dispose()
    file = data / "bench.trigpoint-backup"
    think = (0.5, 1.5)
    with run_server("app", "gunicorn", url, data) as served:
        quiet = run_load_test(served, url, people=people, seconds=seconds, think=think)
        busy, durations = _load_with_backups(
            served, url, data, people=people, seconds=seconds
        )
    begun = time.monotonic()
    verify_backup(file)
    verified = time.monotonic() - begun
    begun = time.monotonic()
    restore_backup(file, f"sqlite:///{data}/restored.sqlite3", now=utc_now())
    return BackupCost(
        quiet.answers,
        busy.answers,
        quiet.errors + busy.errors,
        quiet.lost + busy.lost,
        size,
        rows,
        durations,
        file.stat().st_size / 1e6,
        verified,
        time.monotonic() - begun,
    )


def fill_database(engine: Engine, megabytes: float) -> None:
    """Add copies of the example sitting until the database has this size."""
    with open_session(engine, writes=True) as session:
        tools = AssessmentContext.from_catalogue(
            load_bank(assets_folder() / "questions")
        )
        make_example(session, tools, now=utc_now())
        session.commit()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE bench_number (n INTEGER PRIMARY KEY)"))
    first = 1
    while database_megabytes(engine) < megabytes:
        with engine.execution_options(writes=True).begin() as connection:
            _copy_example(connection, first)
        first += BLOCK
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DROP TABLE bench_number"))
        if engine.dialect.name == "postgresql":
            for name in COPIED:
                set_sequences(connection, name)


def database_megabytes(engine: Engine) -> float:
    """Return the size of the database."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            return float(pages * size) / 1e6
        statement = text("SELECT pg_database_size(current_database())")
        return float(connection.execute(statement).scalar_one()) / 1e6


def _copy_example(connection: Connection, first: int) -> None:
    metadata = MetaData()
    metadata.reflect(connection)
    tables = metadata.tables
    numbers = tables["bench_number"]
    connection.execute(numbers.delete())
    connection.execute(
        insert(numbers), [{"n": number} for number in range(first, first + BLOCK)]
    )
    example = 1
    for name, moved in COPIED.items():
        table = tables[name]
        columns: list[ColumnElement[Any]] = [
            _copied_column(table, column.name, moved, numbers)
            for column in table.columns
        ]
        own = table.c.id < STRIDE if STRIDE in moved.values() else table.c.id == example
        rows = select(*columns).select_from(table.join(numbers, true())).where(own)
        connection.execute(
            insert(table).from_select([column.name for column in table.columns], rows)
        )


def _copied_column(
    table: Table, name: str, moved: dict[str, int], numbers: Table
) -> ColumnElement[Any]:
    if name in moved:
        return table.c[name] + numbers.c.n * moved[name]
    if name == "key":
        return func.concat("bench", numbers.c.n)
    return table.c[name]


def _count_answers(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM answer")).scalar_one()  # type: ignore[no-any-return]  # a number


def _load_with_backups(
    served: RunningServer, url: str, data: Path, *, people: int, seconds: float
) -> tuple[LoadResult, list[float]]:
    """Let people answer while one backup follows the other."""
    durations, over = list[float](), threading.Event()

    def back_up_again_and_again() -> None:
        while not over.is_set():
            begun = time.monotonic()
            _run_backup(url, data)
            durations.append(time.monotonic() - begun)

    thread = threading.Thread(target=back_up_again_and_again)
    thread.start()
    try:
        result = run_load_test(
            served, url, people=people, seconds=seconds, think=(0.5, 1.5)
        )
    finally:
        over.set()
        thread.join()
    return result, durations


def _run_backup(url: str, data: Path) -> None:
    """Run the command in a process of its own, as behind as the app's process for jobs."""
    file = str(data / "bench.trigpoint-backup")
    program = [sys.executable, "-P", "-m", "quiz", "backup", file, "--no-verify"]
    env = os.environ | {"TRIGPOINT_DATABASE_URL": url, "TRIGPOINT_DATA": str(data)}
    subprocess.run(
        ["nice", "-n", "5", *program], env=env, check=True, capture_output=True
    )
