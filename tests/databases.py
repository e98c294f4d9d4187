"""Databases for tests: made once a run with all their tables, emptied after each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event

from quiz.core.db import Base, make_engine
from quiz.operations import migrations
from tests import postgresql

KINDS = ("sqlite", "postgresql")


def new_database(kind: str, name: str, folder: Path, server: Path | None) -> str:
    """Make an empty database of a kind and return its address.

    `folder` holds the file of SQLite; `server` is the socket folder of PostgreSQL.
    """
    if server is not None and kind == "postgresql":
        return postgresql.create_database(server, name)
    return f"sqlite:///{folder / name}.sqlite3"


def with_tables(url: str) -> str:
    """Run all migrations on a database and return its address."""
    engine = make_engine(url)
    migrations.upgrade_schema(engine)
    engine.dispose()
    return url


def hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk. What PostgreSQL skips is said where it is started."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set(connection: object, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]  # a connection of the driver


def remove_rows(engine: Engine) -> None:
    """Empty every table of ours, those that point to others first."""
    with engine.execution_options(writes=True).begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@contextmanager
def recorded_statements(engine: Engine) -> Iterator[list[str]]:
    """Yield the list to which every statement that is sent to the database meanwhile is added."""
    statements: list[str] = []

    def record(
        _connection: object, _cursor: object, statement: str, *_: object
    ) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record)
