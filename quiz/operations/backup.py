"""Making a backup while people answer, and proving it by restoring it into a scratch database."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from quiz.config import program_version
from quiz.core.db import make_engine
from quiz.errors import NotNow, NotValid
from quiz.operations import migrations
from quiz.operations.backups.file_format import (
    BackupHeader,
    BackupReader,
    BackupWriter,
    ReportRows,
    TableSummary,
    report_to_nobody,
)
from quiz.operations.backups.loading import load_backup, summarise_tables
from quiz.operations.backups.snapshot import open_snapshot, sorted_columns

SUFFIX = ".trigpoint-backup"


@dataclass(frozen=True)
class BackupReport:
    """What a backup holds."""

    path: Path
    header: BackupHeader
    tables: dict[str, TableSummary]
    bytes: int

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables.values())


def write_backup(
    engine: Engine,
    path: Path,
    *,
    now: datetime,
    report_rows: ReportRows = report_to_nobody,
) -> BackupReport:
    """Write everything the database holds at this moment to `path`, readable by its owner alone.

    The file appears when it is whole. `report_rows` is told of every block how many rows it has.

    Raises
    ------
    NotNow
        When the file cannot be written.
    """
    try:
        with open_snapshot(engine) as snapshot:
            header = BackupHeader(
                schema=snapshot.revision,
                program=program_version(),
                created_at=now.isoformat(timespec="seconds"),
                database=engine.dialect.name,
            )
            with BackupWriter(path, header) as writer:
                for table in snapshot.tables:
                    writer.begin_table(
                        table.name, [column.name for column in sorted_columns(table)]
                    )
                    for block in snapshot.read_rows(table):
                        writer.write_rows(block)
                        report_rows(len(block))
                    writer.end_table()
    except OSError as error:
        raise NotNow(f"{path} cannot be written: {error.strerror}.") from error
    return BackupReport(path, header, writer.tables, path.stat().st_size)


def verify_backup(
    path: Path, *, report_rows: ReportRows = report_to_nobody
) -> dict[str, TableSummary]:
    """Restore a backup into a scratch SQLite database and compare every row; return what it holds.

    `report_rows` is told of every block, when it is loaded and when it is compared, how many rows it has.

    Raises
    ------
    NotValid
        When the file is damaged, or what comes out is not what it says.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".verify-") as folder:
        engine = make_engine(f"sqlite:///{folder}/scratch.sqlite3")
        try:
            with BackupReader(path) as reader:
                migrations.upgrade_schema(engine, reader.header.schema)
                load_backup(engine, reader, report_rows=report_rows)
                said = reader.tables
            found = summarise_tables(engine, report_rows=report_rows)
        finally:
            engine.dispose()
    if found != said:
        raise NotValid(f"{path} restores into something else than was backed up.")
    return found
