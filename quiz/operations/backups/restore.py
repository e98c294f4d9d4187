"""Restoring a backup: built beside the present data, replaced in one step, with what was deleted since deleted again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from quiz.core.db import make_engine, open_session
from quiz.errors import NotNow
from quiz.jobs.services import cancel_open_jobs
from quiz.operations import migrations
from quiz.operations.backups import postgresql_place, sqlite_place
from quiz.operations.backups.erasures import (
    Present,
    Replayed,
    read_present,
    replay_present,
)
from quiz.operations.backups.file_format import BackupHeader, BackupReader
from quiz.operations.backups.loading import load_backup
from quiz.operations.database_lock import claim_database
from quiz.operations.schema_version import known_revisions


@dataclass(frozen=True)
class RestoreReport:
    """What was restored, and what was done to it."""

    header: BackupHeader
    #: Rows of each table, as the backup had them.
    rows: dict[str, int]
    #: What was carried over from the data before.
    replayed: Replayed
    #: Where the data from before is; None when there was none.
    before: str | None


def read_header(path: Path) -> BackupHeader:
    """Return what a backup says of itself.

    Raises
    ------
    NotNow
        When its schema is newer than this program's.
    """
    with BackupReader(path) as reader:
        header = reader.header
    if header.schema not in known_revisions():
        raise NotNow(
            f"{path} was made by Trigpoint {header.program} with schema {header.schema}, which this version does"
            " not know. Update Trigpoint first, then restore."
        )
    return header


def restore_backup(path: Path, database_url: str, *, now: datetime) -> RestoreReport:
    """Put the data of a backup in the place of what the database holds.

    Until everything is restored, migrated and checked, the present data is untouched; afterwards it is beside.

    Raises
    ------
    NotValid
        When the backup is damaged.
    NotNow
        When its schema is newer, Trigpoint still runs on the database, or the database is another user's.
    """
    header = read_header(path)
    is_sqlite = make_url(database_url).get_backend_name() == "sqlite"
    place = sqlite_place if is_sqlite else postgresql_place
    place.prepare_folder(database_url)
    with (
        claim_database(database_url),
        _disposing(make_engine(database_url)) as present,
    ):
        place.refuse_if_in_use(present)
        gone = read_present(present) if place.has_data(present) else Present()
        with _disposing(place.begin(present)) as building:
            migrations.upgrade_schema(building, header.schema)
            with BackupReader(path) as reader:
                rows = load_backup(building, reader)
            migrations.upgrade_schema(building)
            replayed = replay_present(building, gone)
            with open_session(building, writes=True) as session, session.begin():
                cancel_open_jobs(session, "open when the backup was restored", now=now)
            place.check(building)
        # Somebody may have opened it meanwhile.
        place.refuse_if_in_use(present)
        before = place.swap(present)
    return RestoreReport(header, rows, replayed, before)


@contextmanager
def _disposing(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()
