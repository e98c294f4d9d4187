"""Copies of a SQLite database while it is in use: by hand, and before every migration."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from quiz.core.database_errors import describe_failure
from quiz.errors import NotNow

BEFORE_MIGRATION = "before-migration"
#: Copies hold what people have deleted since, so they go too.
KEEP_COPIES = timedelta(days=30)
KEPT_AT_MOST = 3


def copy_database(engine: Engine, target: Path) -> None:
    """Write a whole copy of the database to `target`, readable by its owner alone, while others use it.

    Raises
    ------
    NotNow
        When it is not SQLite's, the file is there already or cannot be written.
    """
    if engine.dialect.name != "sqlite":
        raise NotNow("PostgreSQL has its own program for copies: pg_dump.")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise NotNow(f"{target} is there already; name a file that is not.") from error
    except OSError as error:
        raise NotNow(f"{target} cannot be written: {error.strerror}.") from error
    try:
        with engine.connect() as connection:
            # Into one file, log included, as of one moment; it cannot run inside a transaction.
            driver = connection.connection.driver_connection
            if driver is None:
                raise RuntimeError("the connection is closed")
            driver.execute("VACUUM INTO ?", (str(target),))
    except (DBAPIError, OSError) as error:
        target.unlink()
        reason = (
            describe_failure(error, engine.url.render_as_string(hide_password=False))
            if isinstance(error, DBAPIError)
            else str(error)
        )
        raise NotNow(f"The copy was not made. {reason}") from error


def copy_before_migration(engine: Engine, *, now: datetime) -> Path | None:
    """Copy a SQLite database that holds something beside itself; return the copy. Only the last three are kept."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or not Path(file).stat().st_size:
        return None
    path = Path(file)
    target = path.with_name(
        f"{path.stem}-{BEFORE_MIGRATION}-{now:%Y%m%d-%H%M%S-%f}.sqlite3"
    )
    copy_database(engine, target)
    for old in list_copies(path)[:-KEPT_AT_MOST]:
        old.unlink(missing_ok=True)
    return target


def list_copies(database: Path) -> list[Path]:
    """Return the copies made before migrations, the oldest first."""
    return sorted(database.parent.glob(f"{database.stem}-{BEFORE_MIGRATION}-*.sqlite3"))


def remove_old_copies(engine: Engine, *, now: datetime) -> int:
    """Delete copies made before migrations that are older than 30 days; return how many."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return 0
    gone = 0
    for copy in list_copies(Path(engine.url.database)):
        with suppress(OSError):
            if copy.stat().st_mtime < (now - KEEP_COPIES).timestamp():
                copy.unlink()
                gone += 1
    return gone
