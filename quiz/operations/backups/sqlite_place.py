"""Where a backup is restored on SQLite: a second file, which takes the place of the first by one rename."""

import os
import shutil
import stat
from pathlib import Path
from pwd import getpwuid
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from quiz.core.db import make_engine, sqlite_library
from quiz.errors import NotNow, NotValid
from quiz.operations.database_lock import IN_USE

SIDECARS = ("-wal", "-shm", "-journal")


def prepare_folder(database_url: str) -> None:
    """See that the database is, or will be, a file of the user who restores, in a folder that is there.

    Raises
    ------
    NotNow
        When it belongs to somebody else, who could not open what is put in its place.
    """
    file = Path(str(make_url(database_url).database))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    owner = (file if file.exists() else file.parent).stat()
    # In a folder for everybody, such as /tmp, whoever makes a file owns it.
    is_shared = bool(owner.st_mode & stat.S_ISVTX)
    if owner.st_uid != os.geteuid() and not is_shared:
        raise NotNow(
            f"{file} belongs to {_user_name(owner.st_uid)}, and you are {_user_name(os.geteuid())}. Run this as"
            f" {_user_name(owner.st_uid)}; otherwise Trigpoint cannot open what is restored."
        )


def refuse_if_in_use(engine: Engine) -> None:
    """Put the write-ahead log into the file, which only works while nobody else has it open.

    Raises
    ------
    NotNow
        When somebody has.
    """
    if not _file(engine).exists():
        return
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA busy_timeout = 1000")
            driver.execute("PRAGMA journal_mode = DELETE")
            driver.execute("BEGIN EXCLUSIVE")
            driver.execute("ROLLBACK")
    except (DBAPIError, sqlite_library().Error) as error:
        if "locked" in str(error):
            raise NotNow(IN_USE) from error
        # What is there is damaged: a good reason to restore.
    finally:
        engine.dispose()


def has_data(engine: Engine) -> bool:
    """Say whether there is a database; asking SQLite itself would make one."""
    return _file(engine).exists()


def begin(engine: Engine) -> Engine:
    """Return an engine on a new file beside the database."""
    building = _building_file(engine)
    _remove(building)
    os.close(os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return make_engine(f"sqlite:///{building}")


def check(engine: Engine) -> None:
    """Let SQLite check the new file, and bring all of it to the disk.

    Raises
    ------
    NotValid
        When something is wrong with it.
    """
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        found = driver.execute("PRAGMA integrity_check").fetchone()[0]
        driver.execute("PRAGMA journal_mode = DELETE")
    if found != "ok":
        raise NotValid(f"The restored database is damaged: {found}.")
    engine.dispose()
    with _file(engine).open("rb") as file:
        os.fsync(file.fileno())


def swap(engine: Engine) -> str | None:
    """Put the new file in the place of the database; return where the old one is."""
    present, building = _file(engine), _building_file(engine)
    before = None
    if present.exists():
        before = present.with_name(f"{present.name}.before-restore")
        before.unlink(missing_ok=True)
        # A second name, so that there is never a moment without a database.
        try:
            before.hardlink_to(present)
        except OSError:
            shutil.copy2(present, before)
        before.chmod(0o600)
    for suffix in SIDECARS:
        present.with_name(present.name + suffix).unlink(missing_ok=True)
    building.replace(present)
    _remove(building)
    folder = os.open(present.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return str(before) if before else None


def _user_name(number: int) -> str:
    try:
        return getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _file(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def _building_file(engine: Engine) -> Path:
    return _file(engine).with_name(f"{_file(engine).name}.restoring")


def _remove(file: Path) -> None:
    for suffix in ("", *SIDECARS):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
