"""Loading the rows of a backup into an empty database, and comparing what is there with what the file says."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Engine, Table, inspect, text

from quiz.errors import NotValid
from quiz.operations.backups.file_format import (
    BackupReader,
    ReportRows,
    Row,
    TableSummary,
    report_to_nobody,
)
from quiz.operations.backups.snapshot import open_snapshot, reflect_tables


def load_backup(
    engine: Engine,
    reader: BackupReader,
    *,
    report_rows: ReportRows = report_to_nobody,
) -> dict[str, int]:
    """Load every table into a database whose tables are those of the backup; return how many rows each has.

    `report_rows` is told of every block how many rows it has.

    Raises
    ------
    NotValid
        When the file is damaged or names tables or columns that its schema does not have.
    """
    load = _load_postgresql if engine.dialect.name == "postgresql" else _load_sqlite
    with engine.execution_options(writes=True).connect() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            _hurry_sqlite(driver)
        with connection.begin():
            tables = {table.name: table for table in reflect_tables(connection)}
            for table in reversed(tables.values()):
                connection.execute(table.delete())
            counts = {
                name: load(connection, name, columns, _reported(blocks, report_rows))
                for name, columns, blocks in _checked_tables(reader, tables)
            }
        if engine.dialect.name == "sqlite":
            _check_foreign_keys(driver)
    return counts


def summarise_tables(
    engine: Engine, *, report_rows: ReportRows = report_to_nobody
) -> dict[str, TableSummary]:
    """Return number and hash of the rows of each table, as the file of a backup has them."""
    summaries = {}
    with open_snapshot(engine) as snapshot:
        for table in snapshot.tables:
            rows, hashed = 0, hashlib.sha256()
            for block in snapshot.read_rows(table):
                rows += len(block)
                hashed.update(to_json(block)[1:-1] + b",")
                report_rows(len(block))
            summaries[table.name] = TableSummary(rows, hashed.hexdigest())
    return summaries


def _checked_tables(
    reader: BackupReader, tables: dict[str, Table]
) -> Iterator[tuple[str, list[str], Iterator[list[Row]]]]:
    for name, columns, blocks in reader.read_tables():
        known = (
            {column.name for column in tables[name].columns} if name in tables else ()
        )
        if not set(columns) <= set(known):
            raise NotValid(f"{reader.path}: table {name} does not fit its schema.")
        yield name, columns, blocks


def _reported(
    blocks: Iterable[list[Row]], report_rows: ReportRows
) -> Iterator[list[Row]]:
    for block in blocks:
        yield block
        report_rows(len(block))


def _load_sqlite(
    connection: Connection, name: str, columns: list[str], blocks: Iterable[list[Row]]
) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    insert = f'INSERT INTO "{name}" ({names}) VALUES ({places})'  # noqa: S608  # names from the schema
    driver: Any = connection.connection.driver_connection
    rows = 0
    for block in blocks:
        driver.executemany(insert, block)
        rows += len(block)
    return rows


def _load_postgresql(
    connection: Connection, name: str, columns: list[str], blocks: Iterable[list[Row]]
) -> int:
    names = ", ".join(f'"{column}"' for column in columns)
    driver: Any = connection.connection.driver_connection
    rows = 0
    connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy,
    ):
        for block in blocks:
            for row in block:
                copy.write_row(row)
            rows += len(block)
    set_sequences(connection, name)
    return rows


def set_sequences(connection: Connection, name: str) -> None:
    """Let the next row get the number after the highest."""
    for column in inspect(connection).get_columns(name):
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(quote_ident(:table), :column)"),
            {"table": name, "column": column["name"]},
        ).scalar()
        if sequence is None:
            continue
        quoted = f'"{column["name"]}"'
        connection.execute(
            text(
                f'SELECT setval(:sequence, coalesce(max({quoted}), 1), max({quoted}) IS NOT NULL) FROM "{name}"'  # noqa: S608  # names from the schema
            ),
            {"sequence": sequence},
        )


def _hurry_sqlite(driver: Any) -> None:
    # Nobody else has this file, and a power cut means beginning again.
    driver.execute("PRAGMA synchronous = OFF")
    driver.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(driver: Any) -> None:
    lost = driver.execute("PRAGMA foreign_key_check").fetchone()
    driver.execute("PRAGMA foreign_keys = ON")
    driver.execute("PRAGMA synchronous = FULL")
    if lost:
        raise NotValid(f"The backup has a row of {lost[0]} that points nowhere.")
