"""The queue between whoever adds a job and whoever runs it: huey, which carries the key of a row and nothing else.

Messages may be lost or come twice: the row decides, and the sweep sends what was not taken.
"""

import json
import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from quiz.config import Settings

log = logging.getLogger(__name__)

NAME = "trigpoint"
#: Of the queue's own tables in PostgreSQL; migrations leave them alone.
TABLE_PREFIX = "queue"
RUN, TICK = "run", "tick"


class JsonSerializer(Serializer):
    """Writes messages as JSON, so that whoever can write to the queue can name jobs and run nothing else."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(
            {"id": data.id, "name": data.name, "args": data.args}
        ).encode()

    def _deserialize(self, data: bytes) -> Message:
        read = json.loads(bytes(data))
        return Message(read["id"], read["name"], args=tuple(read["args"]), kwargs={})


class PostgresConnections:
    """The connections that huey opens, one for each thread; those of threads that have ended are closed."""

    def __init__(self, dsn: str) -> None:
        """Remember which database it is."""
        self._dsn = dsn
        self._opened: list[tuple[threading.Thread, psycopg.Connection]] = []
        self._lock = threading.Lock()
        # Whoever forgets to close the queue leaves no connection open. Not at the end of the process: a fork must not
        # end what its parent uses.
        weakref.finalize(self, _close_connections, self._opened).atexit = False

    def open(self) -> psycopg.Connection:
        """Return a new connection for the thread that asks."""
        connection = psycopg.connect(self._dsn)
        with self._lock:
            over = [pair for pair in self._opened if not pair[0].is_alive()]
            self._opened[:] = [pair for pair in self._opened if pair not in over]
            _close_connections(over)
            self._opened.append((threading.current_thread(), connection))
        return connection

    def close(self) -> None:
        """Close all of them; nobody may be using one."""
        with self._lock:
            _close_connections(self._opened)


def _close_connections(
    opened: list[tuple[threading.Thread, psycopg.Connection]],
) -> None:
    for _, connection in opened:
        connection.close()
    opened.clear()


class JobQueue:
    """Sends the keys of jobs, and hands them to whoever handles them."""

    def __init__(self, settings: Settings) -> None:
        """Open the queue of an installation."""
        self._connections = (
            None
            if settings.is_sqlite
            else PostgresConnections(_read_dsn(settings.database_url))
        )
        self.huey: Huey = _open_huey(settings, self._connections)
        self._run_job: Callable[[str], None] | None = None

        # A function of this module, because huey names a task by module and name.
        def take_key(key: str) -> None:
            if self._run_job is not None:
                self._run_job(key)

        self._run = self.huey.task(name=RUN)(take_key)

    def handle(self, run_job: Callable[[str], None], sweep: Callable[[], None]) -> None:
        """Let a consumer of this queue call `run_job` with each key, and `sweep` once a minute."""
        self._run_job = run_job

        def sweep_jobs() -> None:
            sweep()

        # The scheduler of huey looks once a minute, and at its start.
        self.huey.periodic_task(lambda _moment: True, name=TICK)(sweep_jobs)

    def send(self, key: str) -> None:
        """Send the key of a job. When that fails the job waits for the next sweep."""
        try:
            self._run(key)
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("job %s was not sent to the queue: %s", key, error)

    def send_after_commit(self, session: Session, key: str) -> None:
        """Send the key of a job once its row can be seen by others."""

        def send(_session: Session) -> None:
            self.send(key)

        event.listen(session, "after_commit", send, once=True)

    def close(self) -> None:
        """Give back its connections, those of other threads too; nobody may be using the queue."""
        self.huey.storage.close()
        if self._connections is not None:
            self._connections.close()


def _read_dsn(database_url: str) -> str:
    """Return the address of a PostgreSQL database as its driver reads it."""
    dsn = make_url(database_url).set(drivername="postgresql")
    return dsn.render_as_string(hide_password=False)


def _open_huey(settings: Settings, connections: PostgresConnections | None) -> Huey:
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if connections is not None:
        options |= {"connection": connections.open, "table_prefix": TABLE_PREFIX}
        try:
            return PostgresHuey(NAME, **options)
        except psycopg.errors.UniqueViolation:
            # Two processes made the tables at once; now they are there.
            return PostgresHuey(NAME, **options)
    file = settings.data_folder / "queue.sqlite3"
    # Made here, so that nobody else can read it.
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    # A rollback journal: the write-ahead log of Python's own SQLite is not safe in every version.
    options |= {"filename": str(file), "journal_mode": "truncate", "fsync": True}
    try:
        return SqliteHuey(NAME, **options)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        # Not a database any more. It holds nothing that the rows do not say.
        log.warning("the queue in %s was damaged and is made again: %s", file, error)
        file.unlink()
        return SqliteHuey(NAME, **options)
