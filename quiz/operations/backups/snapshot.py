"""Reading a whole database as of one moment, table by table, in the form that the file of a backup has.

That form is SQLite's: truth values as 0 and 1, moments as text in UTC with microseconds, JSON as the text that was
stored. So a row reads the same wherever it comes from, and what it hashes to does not depend on the database.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
)

from quiz.core.db import make_engine, sqlite_journal_mode
from quiz.errors import NotNow
from quiz.jobs.queue import TABLE_PREFIX
from quiz.operations.backups.file_format import Row
from quiz.operations.schema_version import REVISION_TABLE, read_revisions

BLOCK_ROWS = 2000
#: Sessions of browsers, one-time links and counters of limits: they are nobody's work, and a stolen backup must open
#: no session and no account.
#: Emails that wait: a restored site must not send them a second time.
LEFT_OUT = frozenset(
    {"account_link", "account_session", "limit_counter", "outgoing_mail", "web_session"}
)

_POSTGRESQL: dict[type[Any], str] = {
    Boolean: "{0}::int",
    DateTime: "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    Date: "to_char({0}, 'YYYY-MM-DD')",
    JSON: "{0}::text",
}
_SQLITE: dict[type[Any], str] = {
    # A migration may have written whole seconds.
    DateTime: "CASE length({0}) WHEN 19 THEN {0} || '.000000' ELSE {0} END",
}
_AS_IT_IS = (Integer, Float, Double, String)


@dataclass(frozen=True)
class Snapshot:
    """A database that does not change while it is read."""

    connection: Connection
    revision: str
    tables: Sequence[Table]

    def read_rows(self, table: Table) -> Iterator[list[Row]]:
        """Yield the rows of a table in blocks, ordered by its primary key."""
        dialect = self.connection.dialect.name
        columns = ", ".join(
            _portable_expression(column, dialect) for column in sorted_columns(table)
        )
        order = ", ".join(_order(column, dialect) for column in table.primary_key)
        statement = f'SELECT {columns} FROM "{table.name}" ORDER BY {order}'  # noqa: S608  # names from the schema
        driver: Any = self.connection.connection.driver_connection
        # In PostgreSQL a cursor on the server, which does not send the whole table at once.
        cursor = driver.cursor("backup") if dialect == "postgresql" else driver.cursor()
        try:
            cursor.execute(statement)
            while rows := cursor.fetchmany(BLOCK_ROWS):
                yield rows
        finally:
            cursor.close()


def sorted_columns(table: Table) -> list[Column[Any]]:
    """Return the columns in the order of a backup: by name, because tables that were rebuilt differ in theirs."""
    return sorted(table.columns, key=lambda column: column.name)


@contextmanager
def open_snapshot(engine: Engine) -> Iterator[Snapshot]:
    """Open a database as it is at this moment. Whoever writes meanwhile is neither seen nor held up."""
    options: dict[str, Any] = {"writes": False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with ExitStack() as stack:
        if engine.dialect.name == "sqlite" and sqlite_journal_mode() != "WAL":
            engine = stack.enter_context(_copy_database(engine))
        connection = stack.enter_context(engine.execution_options(**options).connect())
        revisions = read_revisions(connection)
        if not revisions:
            raise NotNow("This database is empty: there is nothing to back up.")
        yield Snapshot(connection, revisions[0], reflect_tables(connection))


@contextmanager
def _copy_database(engine: Engine) -> Iterator[Engine]:
    """Yield a copy of a SQLite database without a write-ahead log, where a long read would hold up every write.

    In one step: a copy in small steps begins again with every write of another process.
    """
    folder = Path(str(engine.url.database)).parent
    with tempfile.TemporaryDirectory(dir=folder, prefix=".snapshot-") as scratch:
        copy = make_engine(f"sqlite:///{scratch}/copy.sqlite3")
        with engine.connect() as source, copy.connect() as target:
            reading: Any = source.connection.driver_connection
            writing: Any = target.connection.driver_connection
            reading.backup(writing)
        yield copy
        copy.dispose()


def reflect_tables(connection: Connection) -> list[Table]:
    """Return the tables that a backup holds, those that others point to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [
        table
        for table in metadata.sorted_tables
        if table.name not in LEFT_OUT | {REVISION_TABLE}
        and not table.name.startswith(f"{TABLE_PREFIX}_")
    ]


def _portable_expression(column: Column[Any], dialect: str) -> str:
    quoted = f'"{column.name}"'
    wanted = _POSTGRESQL if dialect == "postgresql" else _SQLITE
    for kind, expression in wanted.items():
        if isinstance(column.type, kind):
            return expression.format(quoted)
    if isinstance(column.type, (*_AS_IT_IS, *_POSTGRESQL)):
        return quoted
    raise NotNow(
        f"{column.table.name}.{column.name} has a type that no backup can hold: {column.type}."
    )


def _order(column: Column[Any], dialect: str) -> str:
    is_text = isinstance(column.type, String) and dialect == "postgresql"
    return f'"{column.name}"' + (' COLLATE "C"' if is_text else "")
